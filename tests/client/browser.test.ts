// Tests the packed client in a page without a bundler. The page and the service have different origins.
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, startBrowser } from '../../scripts/tools/browser.ts';
import { scaled } from '../support/timeouts.js';
import { useServer } from '../support/use-server.ts';
import { installClient } from './guides.ts';

const program = await findBrowser();
const why = program === undefined ? '; skipped: no Chromium, Chrome or Edge is installed' : '';
const testInBrowser = program === undefined ? test.skip : test;

const imports = {
  'task-manager-client': '/task-manager-client/dist/client/src/index.js',
  'openapi-fetch': '/openapi-fetch/dist/index.mjs',
};
const html = `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`;

const { server } = useServer({ CORS_ORIGINS: '*' });
let folder: string;
let pages: Server;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (program === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
  await installClient(folder);
  pages = createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('Content-Type', 'text/html').end(html);
      return;
    }
    const path = join(folder, new URL(request.url ?? '/', 'http://pages').pathname);
    response.setHeader('Content-Type', extname(path) === '.map' ? 'application/json' : 'text/javascript');
    readFile(path).then(
      (text) => response.end(text),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  browser = await startBrowser(program);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
}, scaled(120_000));
afterAll(async () => {
  if (program === undefined) return;
  await browser.close();
  pages.close();
  pages.closeAllConnections();
  await rm(folder, { recursive: true });
});

/** Runs the body of an async function in the page. The client's exports and `options` for a client are in scope. */
async function inPage(body: string): Promise<unknown> {
  const settings = JSON.stringify({ baseUrl: server.url, token: await server.token('browser') });
  return page.evaluate(`(async () => {
    const { allTasks, changeTask, createTaskClient, TaskConnectionError, unwrap } = await import('task-manager-client');
    const options = { ...${settings}, retry: { sleep: async () => undefined } };
    ${body}
  })()`);
}

testInBrowser(`creates, changes and lists a task in a page although connections fail${why}`, async () => {
  const requests: string[] = [];
  await page.route(`${server.url}/**`, async (route) => {
    const method = route.request().method();
    requests.push(method);
    // Loses the first request of each method, and the response to the second.
    const count = requests.filter((each) => each === method).length;
    if (count === 1) return route.abort('connectionfailed');
    if (count > 2) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  const result = await inPage(`
    const client = createTaskClient(options);
    const { id } = unwrap(await client.POST('/tasks', { body: { title: 'Water the plants' } }));
    unwrap(await changeTask(client, id, ({ tags }) => ({ tags: [...tags, 'home'] }), { maxAttempts: 4 }));
    const tasks = [];
    for await (const { title, tags, version } of allTasks(client)) tasks.push({ title, tags, version });
    return tasks;
  `);
  await page.unroute(`${server.url}/**`);
  expect(result).toEqual([{ title: 'Water the plants', tags: ['home'], version: 2 }]);
  expect(requests.filter((method) => method === 'POST')).toHaveLength(3);
  expect(requests.filter((method) => method === 'PATCH')).toHaveLength(3);
});

testInBrowser(`distinguishes an offline page from a service that is not reachable${why}`, async () => {
  const reason = (baseUrl: string) =>
    inPage(`
      const client = createTaskClient({ ...options, baseUrl: ${baseUrl}, retry: { maxAttempts: 1 } });
      return client.GET('/summary').then(
        () => 'none',
        (error) => error instanceof TaskConnectionError && error.reason,
      );`);
  expect(await reason("'http://127.0.0.1:1'")).toBe('network');
  await inPage('');
  await page.context().setOffline(true);
  expect(await reason('options.baseUrl')).toBe('offline');
  await page.context().setOffline(false);
  expect(await reason('options.baseUrl')).toBe('none');
});
