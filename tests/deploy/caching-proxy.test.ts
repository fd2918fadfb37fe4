import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { cacheEverything, describeWithNginx, startNginx } from './nginx.ts';

describeWithNginx('nginx as a caching proxy', () => {
  let server: TestServer;
  let nginx: Awaited<ReturnType<typeof startNginx>>;

  beforeAll(async () => {
    server = await startServer();
    nginx = await startNginx(cacheEverything(server.url));
  });
  afterAll(async () => {
    await nginx.stop();
    await server.close();
  });

  const get = async (path: string, user?: string) =>
    fetch(`${nginx.url}${path}`, {
      headers: user === undefined ? {} : { Authorization: `Bearer ${await server.token(user)}` },
    });

  test('does not serve the response for one user to another user', async () => {
    const created = await fetch(`${server.url}/tasks`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await server.token('alice')}`,
        'Content-Type': 'application/json',
      },
      body: '{"title":"a secret"}',
    });
    const { id } = (await created.json()) as { id: string };
    for (const path of [`/tasks/${id}`, '/tasks', '/summary']) {
      for (const user of ['alice', 'alice', 'ben', undefined]) {
        const response = await get(path, user);
        expect(response.headers.get('X-Cache-Status')).toBe('MISS');
        expect((await response.text()).includes('secret')).toBe(user === 'alice' && path !== '/summary');
      }
    }
  });

  test('caches a public response', async () => {
    await (await get('/openapi.yaml')).text();
    expect((await get('/openapi.yaml')).headers.get('X-Cache-Status')).toBe('HIT');
  });
});
