import { describe, expect, test } from '@jest/globals';
import { assetFolders } from '../../src/docs/assets.ts';
import { startServer } from '../support/server.ts';
import { withDocs } from './served.ts';

const pages = ['/docs/', '/docs/problems'];

describe('the documentation on the service', () => {
  test.each(pages)('%s sends a security policy that allows only its own scripts', async (path) => {
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

  test.each(pages)('%s loads nothing from other hosts, and has no inline scripts or styles', async (path) => {
    await withDocs(async (get) => {
      const html = await (await get(path)).text();
      const loaded = [...html.matchAll(/<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]*)"/g)].map(
        ([, url]) => url,
      );
      expect(loaded.length).toBeGreaterThan(0);
      expect(loaded.filter((url) => /^([a-z]+:|\/)/.test(url ?? ''))).toEqual([]);
      expect(html).not.toMatch(/<script\b(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=/);
    });
  });

  test('serves every asset that the reference loads', async () => {
    await withDocs(async (get) => {
      const html = await (await get('/docs/')).text();
      const assets = [...html.matchAll(/(?:src|href)="(assets\/[^"]*)"/g)].map(([, path]) => path ?? '');
      expect(assets).toContain('assets/swagger-ui-bundle.js');
      for (const path of assets) expect((await get(`/docs/${path}`)).status).toBe(200);
    });
  });

  test('serves every asset with a media type and an entity tag', async () => {
    await withDocs(async (get) => {
      for (const name of assetFolders.flatMap(({ names }) => names)) {
        const response = await get(`/docs/assets/${name}`, { method: 'HEAD' });
        expect([name, response.status]).toEqual([name, 200]);
        expect(response.headers.get('Content-Type')).toMatch(/javascript|css|svg|json|plain/);
        expect(response.headers.get('ETag')).not.toBeNull();
        expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
      }
    });
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
    [412, { 'If-Unmodified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
    [200, { 'If-Match': '*' }],
    [200, { Range: 'bytes=99999999-' }],
    [200, { Range: 'bytes=0-9' }],
  ])('returns %i for an asset with %j, and never a part of it', async (status, headers) => {
    await withDocs(async (get) => {
      const response = await get('/docs/assets/favicon.svg', { headers });
      expect(response.status).toBe(status);
      expect(await response.text()).toMatch(status === 200 ? /^<svg .*<\/svg>\s*$/s : /^$/);
    });
  });

  test('responds to HEAD like to GET, without a body', async () => {
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
    }, '/behind/a/prefix/docs');
  });

  test.each([
    '/docs/unknown',
    '/docs/problems/',
    '/docs/PROBLEMS',
    '/docs/assets/',
    '/docs/assets/tsconfig.json',
    '/docs/assets/swagger-ui.js.map',
    '/docs/assets/%2e%2e/router.ts',
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
    for (const path of ['/docs', '/docs/', '/docs/problems', '/docs/assets/docs.css']) {
      const response = await fetch(`${server.url}${path}`, { method });
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    }
    await server.close();
  });
});
