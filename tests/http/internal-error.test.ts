import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { dropAllTables, engine } from '../support/engine.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { bodyOf, named, pathOf, taskOperations } from './operations.ts';

let server: TestServer;
let taskId: string;

beforeAll(async () => {
  server = await startServer();
  taskId = (await createTask(client(server))).task.id;
  await server.database.run(...dropAllTables);
});
afterAll(() => server.close());

describe('without its tables, the service', () => {
  test.each(named(taskOperations))('answers %s with a 500 that says nothing of it', async (id, operation) => {
    const answer = await client(server)(operation.method, pathOf(operation, taskId), bodyOf(operation));
    expect([answer.status, answer.body.type]).toEqual([
      500,
      'urn:problem-type:task-manager-api:internal-error',
    ]);
    expect(answer.text).not.toMatch(/sql|table|task[^s]|\/work|node|\.ts|no such/i);
    for (const name of ['ETag', 'Location', 'Link']) expect(answer.headers.get(name)).toBeNull();

    const line = server.logged.find(
      ({ requestId, level }) => requestId === answer.body.requestId && level === 'error',
    );
    expect(line).toMatchObject({
      operationId: id,
      error: {
        name: engine.missingTable.name,
        message: expect.stringMatching(engine.missingTable.message),
        stack: expect.any(String),
      },
    });
  });

  test('is alive but not ready', async () => {
    const send = client(server);
    expect((await send('GET', '/health/live', { as: null })).status).toBe(200);
    expect((await send('GET', '/health', { as: null })).status).toBe(200);
    const ready = await send('GET', '/health/ready', { as: null });
    expect([ready.status, ready.body.detail]).toEqual([503, 'The database is unavailable.']);
  });
});
