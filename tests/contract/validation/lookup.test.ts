import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import { noTask } from '../../http/operations.ts';
import { client } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';
import { createTask } from '../../support/tasks.ts';

// express-openapi-validator asks here for each route that it compares with a request.
const { OpenApiContext } = createRequire(import.meta.url)(
  'express-openapi-validator/dist/framework/openapi.context.js',
) as { OpenApiContext: { prototype: { routePair(route: string): unknown } } };

afterEach(() => {
  jest.restoreAllMocks();
});

/** What the service answers to the same requests, and how many routes were compared for them. */
async function answers(environment: Readonly<Record<string, string>>) {
  const compared = jest.spyOn(OpenApiContext.prototype, 'routePair');
  const server = await startServer(environment);
  const send = client(server);
  const { task } = await createTask(send, { title: 'Paint', tags: ['blue'] });
  expect(compared.mock.calls.length).toBeGreaterThan(0);
  compared.mockClear();
  const found = [];
  for (const [method, path, body] of [
    ['GET', `/tasks/${task.id}`],
    ['HEAD', `/tasks/${task.id}`],
    ['GET', `/tasks/${task.id.replaceAll('0', '%30')}`],
    ['GET', `/tasks/${noTask}`],
    ['GET', '/tasks/x'],
    ['GET', '/tasks/%2F'],
    ['GET', '/tasks?limit=1&tag=blue&q=paint'],
    ['GET', '/tasks?limit=0&colour=red'],
    ['PATCH', `/tasks/${task.id}`, { priority: 'high' }],
    ['PATCH', `/tasks/${task.id}`, { priority: 'none' }],
    ['GET', '/summary'],
  ] as const) {
    const { status, body: got } = await send(method, path, { body });
    found.push({ status, title: got.title, errors: got.errors });
  }
  await server.close();
  return { found, compared: compared.mock.calls.length };
}

test('what the validator knows of an operation is looked up once, and answers are the same', async () => {
  const remembered = await answers({});
  expect(remembered.compared).toBe(0);
  expect(remembered.found.map(({ status }) => status)).toEqual([
    200, 200, 200, 404, 422, 422, 200, 422, 200, 422, 200,
  ]);
  jest.restoreAllMocks();
  const each = await answers({ SHORTCUTS_OFF: 'lookup' });
  expect(each.compared).toBeGreaterThan(10);
  expect(each.found).toEqual(remembered.found);
}, 30_000);
