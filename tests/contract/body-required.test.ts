// Found by fuzzing: express-openapi-validator requires a body only if the body's schema requires a property. A PATCH
// without a body therefore counted as an empty patch, and created a new version of the task.
import { expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

const withBody = contract.operations.filter(({ requestBodies }) => requestBodies.size > 0);

test.each(withBody.map(({ id, method, path }) => ({ id, method, path })))(
  'rejects a request without a body: $id',
  async ({ method, path }) => {
    const { task, etag } = await createTask(send);
    const response = await send(method, path.replace(/\{\w+\}/, task.id));
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([
      expect.objectContaining({ location: 'body', pointer: '', code: 'required' }),
    ]);
    expect((await send('GET', `/tasks/${task.id}`)).headers.get('ETag')).toBe(etag);
  },
);

test('declares every body in the contract as required, because the validator assumes that', () => {
  const bodies = Object.values(contract.document['paths'] as Record<string, Record<string, unknown>>)
    .flatMap((item) => Object.values(item))
    .map((operation) => (operation as { requestBody?: { required?: boolean } }).requestBody)
    .filter((body) => body !== undefined);
  expect(bodies).toHaveLength(withBody.length);
  expect(bodies.every(({ required }) => required === true)).toBe(true);
});
