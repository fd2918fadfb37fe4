import { beforeAll, describe, expect, test } from '@jest/globals';
import { dropAllTables, engine } from '../support/engine.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { bodyOf, named, pathOf, taskOperations } from './operations.ts';

const { server, send } = useServer();
let taskId: string;
beforeAll(async () => {
  taskId = (await createTask(send)).task.id;
  await server.database.run(...dropAllTables);
});

describe('without its tables, the service', () => {
  test.each(named(taskOperations))(
    'returns a 500 to %s that does not reveal the cause',
    async (id, operation) => {
      const response = await send(operation.method, pathOf(operation, taskId), bodyOf(operation));
      expect([response.status, response.body.type]).toEqual([
        500,
        'urn:problem-type:task-manager-api:internal-error',
      ]);
      // Removes the type first, because it contains the name of the service, which the pattern would match.
      expect(response.text.replace(response.body.type, '')).not.toMatch(
        /sql|table|task[^s]|\/work|node|\.ts|no such/i,
      );
      for (const name of ['ETag', 'Location', 'Link']) expect(response.headers.get(name)).toBeNull();

      const line = server.logged.find(
        ({ requestId, level }) => requestId === response.body.requestId && level === 'error',
      );
      expect(line).toMatchObject({
        operationId: id,
        error: {
          name: engine.missingTable.name,
          message: expect.stringMatching(engine.missingTable.message),
          stack: expect.any(String),
        },
      });
    },
  );

  test('is alive but not ready', async () => {
    expect((await send('GET', '/health/live', { as: null })).status).toBe(200);
    expect((await send('GET', '/health', { as: null })).status).toBe(200);
    const ready = await send('GET', '/health/ready', { as: null });
    expect([ready.status, ready.body.detail]).toEqual([503, 'The database is unavailable.']);
  });
});
