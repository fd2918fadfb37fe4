import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import { client } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';
import { createTask } from '../../support/tasks.ts';

// express-openapi-validator asks here for each parameter that it looks at in a request.
const util = createRequire(import.meta.url)('express-openapi-validator/dist/middlewares/parsers/util.js') as {
  normalizeParameter(ajv: unknown, parameter: { name: string }): unknown;
};

afterEach(() => {
  jest.restoreAllMocks();
});

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const requests = [
  ['GET', '/tasks'],
  ['GET', '/tasks?limit=2'],
  ['GET', '/tasks?limit=0'],
  ['GET', '/tasks?limit=two'],
  ['GET', '/tasks?limit=1&limit=2'],
  ['GET', '/tasks?tag=blue'],
  ['GET', '/tasks?tag=blue&tag=red&status=pending&status=completed'],
  ['GET', '/tasks?tag=blue,red&status=pending,completed'],
  ['GET', '/tasks?tag=&q='],
  ['GET', '/tasks?status=none&sort=none&dueBefore=never'],
  ['GET', '/tasks?q=paint%20it&sort=-created&colour=red'],
  ['GET', '/tasks?dueBefore=2026-02-30T00:00:00Z'],
  ['HEAD', '/tasks?tag=blue'],
  ['GET', `/tasks/${id}`],
  ['GET', '/tasks/x'],
  ['PATCH', `/tasks/${id}`, { priority: 'none' }],
  ['PUT', '/tasks/x', {}],
  ['POST', '/tasks', { title: 'Paint', colour: 'red' }],
] as const;

/** What is answered to the requests, and which parameters were looked at for each of them. */
async function answers(environment: Readonly<Record<string, string>>) {
  const looked = jest.spyOn(util, 'normalizeParameter');
  const server = await startServer(environment);
  const send = client(server);
  await createTask(send, { title: 'Paint', tags: ['blue'] });
  const found = [];
  const parameters: Record<string, string[]> = {};
  for (const [method, path, body] of requests) {
    const headers = { 'If-None-Match': '"9"', ...(method === 'PATCH' && { 'If-Match': '' }) };
    // The first of a kind is compiled.
    await send(method, path, { body, headers });
    looked.mockClear();
    const { status, body: got } = await send(method, path, { body, headers });
    found.push({ path, status, title: got.title, detail: got.detail, errors: got.errors });
    parameters[`${method} ${path}`] = looked.mock.calls.map(([, { name }]) => name);
  }
  await server.close();
  return { found, parameters };
}

test('the validator looks at the parameters that were given, and finds the same', async () => {
  const given = await answers({});
  expect(given.parameters['GET /tasks']).toEqual([]);
  expect(given.parameters['GET /tasks?tag=blue']).toEqual(['tag']);
  expect(given.parameters[`GET /tasks/${id}`]).toEqual([]);
  jest.restoreAllMocks();
  const all = await answers({ SHORTCUTS_OFF: 'parameters' });
  expect(all.parameters['GET /tasks']).toEqual(expect.arrayContaining(['tag', 'limit', 'cursor']));
  expect(all.parameters[`GET /tasks/${id}`]).toContain('taskId');
  expect(given.found).toEqual(all.found);
  expect(new Set(given.found.map(({ status }) => status))).toEqual(new Set([200, 404, 422]));
}, 30_000);
