import { describe, expect, test } from '@jest/globals';
import { assetPaths, assetsDigest } from '../../src/docs/assets.ts';
import { startServer } from '../support/server.ts';
import { withDocs } from './docs-server.ts';

const pages = ['/docs/', '/docs/problems', '/docs/guides/client.html', '/docs/changelog.html'];

describe('the documentation on the service', () => {
  test.each(pages)('sends a security policy that allows only its own scripts: %s', async (path) => {
    await withDocs(async (get) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
      const policy = response.headers.get('Content-Security-Policy')?.split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy?.join()).not.toContain('unsafe');
    });
  });

  test.each(pages)(
    'loads nothing from other hosts, and has no inline scripts or styles: %s',
    async (path) => {
      await withDocs(async (get) => {
        const html = await (await get(path)).text();
        const loaded = [...html.matchAll(/<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]*)"/g)].map(
          ([, url]) => url,
        );
        expect(loaded.length).toBeGreaterThan(0);
        expect(loaded.filter((url) => /^([a-z]+:|\/)/.test(url ?? ''))).toEqual([]);
        expect(html).not.toMatch(/<script\b(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=/);
      });
    },
  );

  test('serves every asset that the reference loads', async () => {
    await withDocs(async (get) => {
      const html = await (await get('/docs/')).text();
      const assets = [...html.matchAll(/(?:src|href)="(assets\/[^"]*)"/g)].map(([, path]) => path ?? '');
      expect(assets).toContain(`assets/${assetsDigest()}/reference.js`);
      for (const path of assets) expect((await get(`/docs/${path}`)).status).toBe(200);
    });
  });

  test('serves every asset with a media type and an entity tag, for a year', async () => {
    await withDocs(async (get) => {
      for (const name of assetPaths.keys()) {
        const response = await get(`/docs/assets/${assetsDigest()}/${name}`, { method: 'HEAD' });
        expect([name, response.status]).toEqual([name, 200]);
        expect(response.headers.get('Content-Type')).toMatch(/javascript|css|svg|json|plain/);
        expect(response.headers.get('ETag')).not.toBeNull();
        expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
        expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      }
    });
  });

  test('serves an asset that a page of a different version requests, but with no-cache', async () => {
    await withDocs(async (get) => {
      const response = await get('/docs/assets/older/docs.css');
      expect([response.status, response.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
    });
  });

  test.each(['/docs/', '/docs/assets/any/swagger-ui-bundle.js', '/docs/guides/client.md', '/llms-full.txt'])(
    'compresses %s, with a different entity tag for each coding',
    async (path) => {
      await withDocs(async (get) => {
        const plain = await get(path, { headers: { 'Accept-Encoding': 'identity' } });
        const text = await plain.text();
        for (const coding of ['br', 'gzip']) {
          const response = await get(path, { headers: { 'Accept-Encoding': coding } });
          expect(response.headers.get('Content-Encoding')).toBe(coding);
          expect(response.headers.get('Vary')).toBe('Accept-Encoding');
          expect(response.headers.get('ETag')).not.toBe(plain.headers.get('ETag'));
          expect(Number(response.headers.get('Content-Length'))).toBeLessThan(text.length / 2);
          expect(await response.text()).toBe(text);
        }
      });
    },
  );

  test.each([
    ['/docs/guides/client.md', /^text\/markdown/, /^# Typed client/],
    ['/docs/tasks.http', /^text\/plain/, /^[^]*POST .*\/tasks/],
    ['/docs/workflows.arazzo.yaml', /^application\/yaml/, /arazzo: 1/],
    ['/llms.txt', /^text\/plain/, /^# Task Manager API\n\n> [^]*\]\(docs\/guides\/client\.md\)/],
    ['/llms-full.txt', /^text\/plain/, /### Create a task\n\n`POST \/tasks`[^]*```python[^]*## Problems/],
  ])('serves %s for programs', async (path, type, start) => {
    await withDocs(async (get) => {
      const response = await get(path);
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        200,
        expect.stringMatching(type),
      ]);
      expect(await response.text()).toMatch(start);
    });
  });

  test('serves an API catalog whose links state the media type of each document', async () => {
    const server = await startServer();
    const address = `${server.url}/.well-known/api-catalog`;
    const response = await fetch(address);
    expect(response.headers.get('Content-Type')).toBe(
      'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
    );
    const head = await fetch(address, { method: 'HEAD' });
    expect(head.headers.get('Link')).toBe('<api-catalog>; rel="api-catalog"');
    const { linkset } = (await response.json()) as {
      linkset: readonly Readonly<Record<string, string | readonly { href: string; type: string }[]>>[];
    };
    const links = linkset.flatMap((context) =>
      Object.values(context).flatMap((one) => (typeof one === 'string' ? [] : one)),
    );
    expect(links.length).toBeGreaterThan(3);
    for (const { href, type } of links) {
      const target = await fetch(new URL(href, address));
      expect([href, target.status, target.headers.get('Content-Type')?.split(';')[0]]).toEqual([
        href,
        200,
        type,
      ]);
    }
    await server.close();
  });

  test('returns 304 for an unchanged page', async () => {
    await withDocs(async (get) => {
      const etag = (await get('/docs/problems')).headers.get('ETag') ?? '';
      expect(etag).toMatch(/^"[\w-]+"$/);
      // Without this Cache-Control, fetch adds one that requests the whole page.
      const headers = { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' };
      expect((await get('/docs/problems', { headers })).status).toBe(304);
    });
  });

  test.each([
    [412, { 'If-Match': '"another"' }],
    [200, { 'If-Match': '*' }],
    [200, { Range: 'bytes=99999999-' }],
    [200, { Range: 'bytes=0-9' }],
  ])('returns %i for an asset with %j, and never a partial response', async (status, headers) => {
    await withDocs(async (get) => {
      const response = await get(`/docs/assets/${assetsDigest()}/favicon.svg`, { headers });
      expect(response.status).toBe(status);
      expect(await response.text()).toMatch(status === 200 ? /^<svg .*<\/svg>\s*$/s : /^$/);
    });
  });

  test('responds to HEAD as to GET, but without a body', async () => {
    await withDocs(async (get) => {
      const response = await get('/docs/', { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('');
    });
  });

  test.each([
    ['/docs', './docs/'],
    ['/docs?a=b', './docs/'],
  ])('redirects %s to the directory by a relative URL', async (path, location) => {
    await withDocs(async (get) => {
      const response = await get(path);
      expect(response.status).toBe(308);
      expect(response.headers.get('Location')).toBe(location);
    });
  });

  test('redirects relatively below a path prefix', async () => {
    await withDocs(async (get) => {
      const response = await get('/behind/a/prefix/docs');
      expect(response.headers.get('Location')).toBe('./docs/');
    }, '/behind/a/prefix');
  });

  test.each([
    '/docs/unknown',
    '/docs/problems/',
    '/docs/PROBLEMS',
    '/docs/assets/',
    '/docs/assets/any/tsconfig.json',
    '/docs/assets/any/swagger-ui.js.map',
    '/docs/assets/%2e%2e/router.ts',
    '/docs/guides/',
    '/docs/guides/..%2f..%2fpackage.json',
    '/docs/index.html',
    '/llms.txt/',
    '/.well-known/',
    '/package.json',
  ])('lets %s fall through to the app', async (path) => {
    await withDocs(async (get) => {
      const response = await get(path);
      expect(await response.text()).toBe('fallen through');
      expect(response.headers.has('Content-Security-Policy')).toBe(false);
    });
  });

  test('redirects a browser from / to the documentation, and returns 404 to other clients', async () => {
    const server = await startServer();
    const get = async (Accept: string, method = 'GET') =>
      await fetch(`${server.url}/`, { method, headers: { Accept }, redirect: 'manual' });
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
    for (const method of ['GET', 'HEAD']) {
      const response = await get(browser, method);
      expect([response.status, response.headers.get('Location')]).toEqual([302, './docs/']);
      expect(response.headers.get('Vary')).toContain('Accept');
    }
    const others = [await get('*/*'), await get('application/json'), await get(browser, 'POST')];
    expect(others.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await others[0]!.json()).toMatchObject({ detail: expect.stringContaining('/docs') });
    await server.close();
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('responds to %s with 405 and Allow', async (method) => {
    const server = await startServer();
    for (const path of ['/docs', '/docs/', '/docs/problems', '/docs/assets/any/docs.css', '/llms.txt']) {
      const response = await fetch(`${server.url}${path}`, { method });
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    }
    await server.close();
  });
});
