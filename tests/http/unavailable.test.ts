import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TestResponse } from '../support/client.ts';
import { engine } from '../support/engine.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import {
  bodyOf,
  named,
  newPath,
  operations,
  pathOf,
  taskOperations,
  writingOperations,
} from './operations.ts';

describe('while another program holds the database lock', () => {
  const { server, send } = useServer();
  let task: { id: string; title: string };
  let unlock: () => Promise<void>;
  const reads = taskOperations.filter(({ method }) => method === 'GET');
  const paths: string[] = [];
  beforeAll(async () => {
    ({ task } = await createTask(send));
    for (const operation of reads) paths.push(await newPath(send, operation));
    unlock = await server.database.lock();
  });

  test('returns 503 for all writes after a second, serves reads, and recovers', async () => {
    const started = performance.now();
    const writes = writingOperations.map(async (operation) => ({
      operation,
      response: await send(operation.method, pathOf(operation, task.id), bodyOf(operation)),
      seconds: (performance.now() - started) / 1000,
    }));
    for (const path of paths) expect([path, (await send('GET', path)).status]).toEqual([path, 200]);
    for (const { operation, response, seconds } of await Promise.all(writes)) {
      expect([operation.id, response.status, response.body.type]).toEqual([
        operation.id,
        503,
        'urn:problem-type:task-manager-api:service-unavailable',
      ]);
      expect(response.body.detail).toBe('The database is locked by another writer.');
      expect(response.headers.get('Retry-After')).toBe('1');
      expect(seconds).toBeLessThan(3);
    }
    expect((await send('GET', `/tasks/${task.id}`)).body).toEqual(task);

    await unlock();
    expect((await send('DELETE', `/tasks/${task.id}`)).status).toBe(204);
  });
});

describe('a full database', () => {
  const { server, send } = useServer(engine.smallDatabase);
  beforeAll(async () => {
    await server.database.fillUp();
  });

  test('rejects creates, serves reads, and accepts creates again after deletes', async () => {
    const body = { title: 'Fill the disk', description: 'x'.repeat(5000) };
    const ids: string[] = [];
    let refused: TestResponse | undefined;
    while (refused === undefined && ids.length < 500) {
      const response = await send('POST', '/tasks', { body });
      if (response.status === 201) ids.push(response.body.id);
      else refused = response;
    }
    expect([refused?.status, refused?.body.detail]).toEqual([503, 'The database has no space left.']);
    expect(refused?.headers.get('Retry-After')).toBe('60');
    expect((await send('GET', '/summary')).body.total).toBe(ids.length);
    expect((await send('GET', '/health/ready', { as: null })).status).toBe(200);

    for (const id of ids.slice(0, 20)) expect((await send('DELETE', `/tasks/${id}`)).status).toBe(204);
    expect((await send('POST', '/tasks', { body })).status).toBe(201);
    expect((await send('GET', '/summary')).body.total).toBe(ids.length - 19);
  });
});

describe('while the service starts', () => {
  const { server, send } = useServer();
  beforeAll(async () => {
    server.service.lifecycle.state = 'starting';
  });

  test.each(named(taskOperations))('returns a 503 with Retry-After for %s', async (_id, operation) => {
    const response = await send(operation.method, pathOf(operation), bodyOf(operation));
    expect([response.status, response.body.detail]).toEqual([503, 'The service is starting.']);
    expect(response.headers.get('Retry-After')).toBe('1');
  });

  test.each(named(operations.filter((operation) => !taskOperations.includes(operation))))(
    'serves %s',
    async (id, operation) => {
      const response = await send('GET', pathOf(operation), { as: null });
      expect(response.status).toBe(id === 'getReadiness' ? 503 : 200);
      if (id === 'getHealth') expect(response.body.status).toBe('starting');
    },
  );
});
