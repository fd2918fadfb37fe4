// Runs a gateway that serves the API below a prefix, which it strips. The links in responses must lead back through the
// gateway.
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useServer } from '../support/use-server.ts';

const prefix = '/task-api/v1';

const { server } = useServer();
let gateway: Server;
let base: string;
beforeAll(async () => {
  gateway = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    const stripped = url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : '/outside-of-the-api';
    const forwarded = httpRequest(server.url + stripped, { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  base = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}${prefix}`;
});
afterAll(async () => {
  gateway.close();
  gateway.closeAllConnections();
});

/** Calls an absolute URL, and returns the response with its JSON. */
async function call(url: string | URL, init: RequestInit = {}) {
  const headers = {
    Authorization: `Bearer ${await server.token('ada')}`,
    'Content-Type': 'application/json',
  };
  const response = await fetch(url, { ...init, headers });
  return { response, body: (await response.json()) as Record<string, unknown> };
}

const create = (title: string) => call(`${base}/tasks`, { method: 'POST', body: JSON.stringify({ title }) });

describe('behind a gateway that strips a prefix', () => {
  test('sends a Location that points to the new task', async () => {
    const { response, body } = await create('Water the plants');
    const location = new URL(response.headers.get('Location') ?? '', response.url);
    expect(location.href).toBe(`${base}/tasks/${String(body['id'])}`);
    expect((await call(location)).body).toEqual(body);
  });

  test('sends a Link that points to the next page', async () => {
    for (const title of ['one', 'two', 'three']) await create(title);
    const { response, body } = await call(`${base}/tasks?limit=1&q=t`);
    const [, link = ''] = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('Link') ?? '') ?? [];
    const next = new URL(link, response.url);
    expect(next.href).toMatch(new RegExp(`^${base}/tasks\\?`));
    const { items } = (await call(next)).body as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect(items).not.toEqual(body['items']);
  });

  test.each([
    ['/tasks?limit=0', 'validation-failed'],
    ['/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90', 'task-not-found'],
    ['/a/b/c/d', 'route-not-found'],
    ['/', 'route-not-found'],
  ])('links the problem at %s to the documentation of %s', async (path, slug) => {
    const { response, body } = await call(base + path);
    const help = new URL(String(body['help']), response.url);
    expect([body['type'], help.href]).toEqual([
      `urn:problem-type:task-manager-api:${slug}`,
      `${base}/docs/problems#${slug}`,
    ]);
    expect(await (await fetch(help)).text()).toContain(`id="${slug}"`);
  });

  test('omits the documentation link from the problem for a path with too many segments', async () => {
    const { response, body } = await call(`${base}${'/a'.repeat(200)}`);
    expect([response.status, body['help']]).toEqual([404, undefined]);
  });
});
