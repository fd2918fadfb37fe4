import { expect, test } from '@jest/globals';
import { batch, createTaskClient, unwrap, type TaskOperation } from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

const taskId = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
const sleep = async (): Promise<void> => undefined;
const results = [
  { type: 'created', taskId, version: 1 },
  { type: 'deleted', taskId },
];

function clientOf(...responses: Scripted[]) {
  const { fetch, requests } = scriptedFetch(...responses);
  return { client: createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch }), requests };
}

test('sends the operations, and returns their results with types', async () => {
  const { client, requests } = clientOf(json({ results }));
  const outcome = await batch(client, [
    { type: 'create', task: { title: 'Book a table' } },
    { type: 'delete', taskId, version: 3 },
  ]);
  const { results: found } = unwrap(outcome);
  // The compiler knows the type of each result.
  const version: number = found[0].version;
  const type: 'deleted' = found[1].type;
  expect([version, type, found]).toEqual([1, 'deleted', results]);
  expect(await requests[0]?.json()).toEqual({
    operations: [
      { type: 'create', task: { title: 'Book a table' } },
      { type: 'delete', taskId, version: 3 },
    ],
  });
});

test('repeats the batch with the same key while the service is unavailable', async () => {
  const { client, requests } = clientOf(
    problem(503, 'service-unavailable'),
    new TypeError('lost'),
    json({ results }),
  );
  const operations: TaskOperation[] = [{ type: 'delete', taskId }];
  await batch(client, operations, { key: '"stored"', sleep });
  expect(requests.map(({ headers }) => headers.get('Idempotency-Key'))).toEqual(Array(3).fill('"stored"'));
});

test('returns a conflict without retrying', async () => {
  const errors = [
    { location: 'body', pointer: '/operations/0/version', code: 'versionMismatch', detail: 'x' },
  ];
  const { client, requests } = clientOf(problem(409, 'batch-conflict', { errors }));
  const { error } = await batch(client, [{ type: 'delete', taskId, version: 3 }]);
  expect(error).toMatchObject({ type: 'urn:problem-type:task-manager-api:batch-conflict', errors });
  expect(requests).toHaveLength(1);
});

test('adds a key to a batch that is sent with the client itself', async () => {
  const { client, requests } = clientOf(json({ results }));
  await client.POST('/tasks/batch', { body: { operations: [{ type: 'delete', taskId }] } });
  expect(requests[0]?.headers.get('Idempotency-Key')).toMatch(/^"[0-9a-f-]{36}"$/);
});
