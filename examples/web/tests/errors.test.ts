// Runs without a service: request handlers respond with the examples of the contract.
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { createTaskClient, createTaskOnce, unwrap } from 'task-manager-client';
import { exampleResponse, taskHandlers } from 'task-manager-client/msw';
import { fieldErrors, isConflict, messageOf } from '../src/errors.ts';

const baseUrl = 'http://tasks.test';
const client = createTaskClient({ baseUrl, token: 'none', retry: { maxAttempts: 1 } });
const server = setupServer(...taskHandlers(http, baseUrl));
server.listen();
afterEach(() => server.resetHandlers());
after(() => server.close());

/** Returns the error of a create that receives this response. */
async function errorAfter(response: Response): Promise<unknown> {
  server.use(http.post(`${baseUrl}/tasks`, () => response));
  return createTaskOnce(client, { title: 'Water the plants' })
    .then(unwrap)
    .catch((error: unknown) => error);
}

test('finds the field of each validation error', async () => {
  const error = await errorAfter(exampleResponse('createTask', 422, 'invalidTask'));
  assert.deepEqual([...fieldErrors(error).keys()], ['title', 'priority', 'tags']);
  assert.equal(fieldErrors(error).get('title'), 'must have at least 1 character');
});

test('shows the detail of a refusal', async () => {
  const error = await errorAfter(exampleResponse('createTask', 409, 'quotaExceeded'));
  assert.match(messageOf(error), /limit/);
  assert.equal(fieldErrors(error).size, 0);
});

test('distinguishes a service that is not available from one that cannot be reached', async () => {
  assert.match(
    messageOf(await errorAfter(new Response('<h1>Bad gateway</h1>', { status: 502 }))),
    /status 502/,
  );
  assert.match(messageOf(await errorAfter(Response.error())), /cannot be reached/);
});

test('recognizes a conflict', async () => {
  const conflict = exampleResponse('updateTask', 412);
  server.use(http.patch(`${baseUrl}/tasks/:id`, () => conflict));
  const params = { path: { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' } };
  const { error, response } = await client.PATCH('/tasks/{taskId}', { params, body: { title: 'Mine' } });
  assert.throws(() => unwrap({ error, response }), isConflict);
});
