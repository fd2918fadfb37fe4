// Tests nginx with the configuration from the deployment guide.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { describeWithNginx, startNginx } from './nginx.ts';

describeWithNginx('nginx as a compressing proxy', () => {
  let server: TestServer;
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  let headers: Record<string, string>;

  beforeAll(async () => {
    server = await startServer();
    const guide = await readFile(new URL('../../docs/guides/deployment.md', import.meta.url), 'utf8');
    const [, locations = ''] = /```nginx\n(.*?)```/s.exec(guide) ?? [];
    nginx = await startNginx(locations.replaceAll('http://tasks', server.url));
    headers = { Authorization: `Bearer ${await server.token()}`, 'Accept-Encoding': 'gzip' };
  });
  afterAll(async () => {
    await nginx.stop();
    await server.close();
  });

  test('compresses lists, and preserves the strong entity tags of tasks', async () => {
    const url = `${nginx.url}/tasks`;
    const body = JSON.stringify({ title: 'A task', description: 'long '.repeat(800) });
    const created = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body,
    });
    const { id } = (await created.json()) as { id: string };
    const task = await fetch(`${url}/${id}`, { headers });
    for (const response of [created, task]) {
      expect(response.headers.get('ETag')).toBe('"1"');
      expect(response.headers.get('Content-Encoding')).toBeNull();
    }
    const list = await fetch(url, { headers });
    expect(list.headers.get('Content-Encoding')).toBe('gzip');
    expect(list.headers.get('Vary')).toContain('Accept-Encoding');
    expect(await list.json()).toMatchObject({ items: [{ id }] });
  });

  test('passes on responses that the service has compressed', async () => {
    const contract = await fetch(`${nginx.url}/openapi.yaml`, { headers });
    expect(contract.headers.get('Content-Encoding')).toBe('gzip');
    expect(contract.headers.get('ETag')).toMatch(/^"[\w-]+-gzip"$/);
    expect(await contract.text()).toContain('openapi: 3.1');
  });
});
