// Type tests, checked by `tsc` only. An unused @ts-expect-error directive is an error.
import {
  allTasks,
  changeTask,
  createTaskClient,
  createTaskOnce,
  isProblem,
  unwrap,
  type Problem,
  type Summary,
  type Task,
  type TaskPage,
} from '../../client/src/index.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function assertType<Statement extends true>(..._: Statement[]): void {}

const client = createTaskClient({ baseUrl: 'http://tasks.test', token: () => 'token' });
const path = { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' };

// ----- requests -----

// @ts-expect-error Unknown path.
await client.GET('/task');
// @ts-expect-error The path does not support the method.
await client.DELETE('/tasks');
// @ts-expect-error The path parameter is required.
await client.GET('/tasks/{taskId}');
// @ts-expect-error The body is required.
await client.POST('/tasks');
// @ts-expect-error The title is required.
await client.POST('/tasks', { body: { priority: 'high' } });
// @ts-expect-error The title is required.
await client.PUT('/tasks/{taskId}', { params: { path }, body: { status: 'completed' } });
// @ts-expect-error Unknown status.
await client.POST('/tasks', { body: { title: 'Water the plants', status: 'done' } });
// @ts-expect-error Unknown status.
await client.PATCH('/tasks/{taskId}', { params: { path }, body: { status: 'done' } });
// @ts-expect-error Unknown status.
await client.GET('/tasks', { params: { query: { status: ['done'] } } });
// @ts-expect-error Unknown sort order.
await client.GET('/tasks', { params: { query: { sort: 'title' } } });
// @ts-expect-error Unknown status.
await changeTask(client, path.taskId, () => ({ status: 'done' }));
// @ts-expect-error The title is required.
await createTaskOnce(client, {});
// @ts-expect-error Unknown field.
await createTaskOnce(client, { title: 'Water the plants', prioity: 'high' });
// @ts-expect-error Unknown field.
await changeTask(client, path.taskId, () => ({ stauts: 'completed' }));
// @ts-expect-error Unknown filter.
allTasks(client, { state: ['pending'] });
// @ts-expect-error The token is required.
createTaskClient({ baseUrl: 'http://tasks.test' });

// ----- results -----

const page = unwrap(await client.GET('/tasks', { params: { query: { status: ['pending'], limit: 5 } } }));
const task = unwrap(await client.GET('/tasks/{taskId}', { params: { path } }));
const created = unwrap(await createTaskOnce(client, { title: 'Water the plants' }));
const changed = unwrap(await changeTask(client, path.taskId, ({ tags }) => ({ tags: [...tags, 'home'] })));
const nothing = unwrap(await client.DELETE('/tasks/{taskId}', { params: { path } }));
const summary = unwrap(await client.GET('/summary'));
assertType<Equal<typeof page, TaskPage>>();
assertType<Equal<typeof task, Task>>();
assertType<Equal<typeof created, Task>>();
assertType<Equal<typeof changed, Task>>();
assertType<Equal<typeof nothing, undefined>>();
assertType<Equal<typeof summary, Summary>>();

const { data, error } = await client.GET('/tasks/{taskId}', { params: { path } });
// @ts-expect-error data may be undefined until error is checked.
data.title satisfies string;
if (!error) data.title satisfies string;

// ----- options that may be undefined -----

declare const signal: AbortSignal | undefined;
declare const key: string | undefined;
declare const maxAttempts: number | undefined;
allTasks(client, {}, { signal });
await createTaskOnce(
  client,
  { title: 'Water the plants' },
  { signal, key, maxAttempts, maxDelaySeconds: undefined, sleep: undefined },
);
await changeTask(client, path.taskId, () => ({}), { signal, maxAttempts });
await client.GET('/summary', { signal: signal ?? null });
createTaskClient({ baseUrl: 'http://tasks.test', token: 'token', fetch: undefined });

// ----- problems -----

if (isProblem(error)) {
  switch (error.type) {
    case 'urn:problem-type:task-manager-api:task-not-found':
      assertType<Equal<typeof error.status, 404>>();
      break;
    case 'urn:problem-type:task-manager-api:validation-failed':
      error.errors[0]?.pointer satisfies string | undefined;
      break;
    // @ts-expect-error The operation does not return this problem.
    case 'urn:problem-type:task-manager-api:invalid-cursor':
      break;
    default:
  }
  if (error.status === 404)
    assertType<Equal<typeof error.type, 'urn:problem-type:task-manager-api:task-not-found'>>();
}

declare const problem: Problem;
// @ts-expect-error Not every problem has validation errors.
problem.errors satisfies unknown;
if (problem.type === 'urn:problem-type:task-manager-api:invalid-cursor')
  assertType<Equal<typeof problem.status, 422>>();
// @ts-expect-error Unknown problem type.
if (problem.type === 'urn:problem-type:task-manager-api:nope') throw new Error();
