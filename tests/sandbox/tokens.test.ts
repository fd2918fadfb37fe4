// The sandbox accepts any token, and a missing one is an error as in the service.
import { expect, test } from '@jest/globals';
import { unsignedToken, useSandbox } from '../support/sandbox.ts';

const sandbox = useSandbox();

test.each(['x', 'any-token', 'a.b.c', unsignedToken({ iss: 'anyone' })])(
  'accepts the token %s as the user demo with all scopes',
  async (token) => {
    expect((await sandbox.send('GET', '/summary', { token })).body.total).toBeGreaterThanOrEqual(4);
    expect((await sandbox.send('POST', '/tasks', { token, body: { title: 'x' } })).status).toBe(201);
  },
);

test('keeps the tasks of different JWT subjects separate', async () => {
  const [ann, ben] = [unsignedToken({ sub: 'ann' }), unsignedToken({ sub: 'ben' })];
  await sandbox.send('POST', '/tasks', { token: ann, body: { title: 'Hers' } });
  expect((await sandbox.send('GET', '/tasks', { token: ann })).body.items).toHaveLength(1);
  expect((await sandbox.send('GET', '/tasks', { token: ben })).body.items).toEqual([]);
});

test.each([{ scope: 'tasks:read' }, { scp: ['tasks:read'] }])('respects the scopes in %j', async (claims) => {
  const token = unsignedToken({ sub: 'reader', ...claims });
  expect((await sandbox.send('GET', '/tasks', { token })).status).toBe(200);
  expect((await sandbox.send('POST', '/tasks', { token, body: { title: 'x' } })).status).toBe(403);
});

test('rejects an expired JWT', async () => {
  const now = Math.floor(Date.now() / 1000);
  const status = async (exp: number) =>
    (await sandbox.send('GET', '/tasks', { token: unsignedToken({ exp }) })).status;
  expect(await status(now - 1)).toBe(401);
  expect(await status(now + 600)).toBe(200);
});

test.each([{ sub: '' }, { sub: 7 }, { sub: 'x'.repeat(256) }, { sub: 'a\u0000b' }])(
  'rejects the subject in %j as the service does',
  async (claims) => {
    expect((await sandbox.send('GET', '/tasks', { token: unsignedToken(claims) })).status).toBe(401);
  },
);

test('rejects a missing token', async () => {
  const { status, headers } = await sandbox.send('GET', '/tasks', { token: null });
  expect(status).toBe(401);
  expect(headers.get('WWW-Authenticate')).toBe('Bearer realm="tasks"');
});

test('allows scripts from every origin', async () => {
  const { headers } = await sandbox.send('GET', '/tasks', { headers: { Origin: 'http://localhost:5173' } });
  expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  for (const path of ['/tasks', '/sandbox/reset']) {
    const preflight = await sandbox.send('OPTIONS', path, {
      token: null,
      headers: {
        Origin: 'http://localhost:5173',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,prefer',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST');
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Prefer');
  }
});
