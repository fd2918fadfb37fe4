// Tests the server block of the documentation image in an nginx that includes it as the image does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startBrowser } from '../../scripts/tools/browser.ts';
import { describeWithNginx, nginxProgram, nginxTemporaryPaths } from '../deploy/nginx.ts';
import { browser as program, describeWithBrowser } from '../docs/browser.ts';
import { respondsOk } from '../support/responds-ok.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';
import { root } from './compose.ts';

describeWithNginx('the server of the static documentation', () => {
  let url: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const folder = temporaryFolder();
    mkdirSync(`${folder}/html`);
    writeFileSync(`${folder}/html/index.html`, '<title>é</title>');
    mkdirSync(`${folder}/html/docs`);
    for (const path of ['openapi.yaml', 'docs/workflows.arazzo.yaml'])
      writeFileSync(`${folder}/html/${path}`, 'title: é');
    mkdirSync(`${folder}/html/assets/digest`, { recursive: true });
    writeFileSync(`${folder}/html/assets/digest/docs.css`, 'body { margin: 0; }\n'.repeat(100));
    const port = await freePort();
    const server = readFileSync(`${root}container/site.conf`, 'utf8')
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replaceAll('/usr/share/nginx/html', `${folder}/html`);
    writeFileSync(
      `${folder}/nginx.conf`,
      `pid ${folder}/pid; error_log stderr; daemon off; master_process off;
      events {}
      http {
        access_log off; ${nginxTemporaryPaths(folder)}
        types { text/html html; text/css css; }
        default_type application/octet-stream;
        ${server}
      }`,
    );
    const nginx = spawn(nginxProgram, ['-p', folder, '-c', `${folder}/nginx.conf`], { stdio: 'ignore' });
    const ended = once(nginx, 'exit');
    stop = async () => {
      nginx.kill('SIGKILL');
      await ended;
    };
    url = `http://127.0.0.1:${port}`;
    await eventually(() => respondsOk(url));
  });
  afterAll(async () => {
    await stop();
    removeTemporaryFolders();
  });

  test.each([
    ['*/*', 'application/yaml; charset=utf-8'],
    ['application/yaml', 'application/yaml; charset=utf-8'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/plain; charset=utf-8'],
  ])('serves the contract to a client that accepts %s as %s', async (accept, type) => {
    for (const path of ['openapi.yaml', 'docs/workflows.arazzo.yaml']) {
      const response = await fetch(`${url}/${path}`, { headers: { Accept: accept } });
      expect([path, response.status, response.headers.get('Content-Type')]).toEqual([path, 200, type]);
      expect(response.headers.get('Vary')).toContain('Accept');
      expect(await response.text()).toBe('title: é');
    }
  });

  test('serves nothing at the internal path of the contract', async () => {
    expect((await fetch(`${url}/as-text/openapi.yaml`)).status).toBe(404);
  });

  describeWithBrowser('in a browser', () => {
    test('shows the contract instead of downloading it', async () => {
      const browser = await startBrowser(program!);
      try {
        const page = await browser.newPage();
        await page.goto(`${url}/openapi.yaml`);
        expect(await page.innerText('body')).toContain('title: é');
      } finally {
        await browser.close();
      }
    });
  });

  test('serves pages in UTF-8', async () => {
    expect((await fetch(`${url}/`)).headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  });

  test('compresses assets, and lets browsers keep them for a year', async () => {
    const { headers } = await fetch(`${url}/assets/digest/docs.css`, {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(headers.get('Content-Encoding')).toBe('gzip');
    expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(url)).headers.get('Cache-Control')).toBeNull();
  });
});
