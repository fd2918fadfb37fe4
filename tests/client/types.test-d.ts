// What must not compile, and what must: read by `tsc` only. A directive that suppresses nothing is an error itself.
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

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<Statement extends true>(..._: Statement[]): void {}

const client = createTaskClient({ baseUrl: 'http://tasks.test', token: () => 'token' });
const path = { taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' };

// ----- requests -----

// @ts-expect-error There is no such operation.
await client.GET('/task');
// @ts-expect-error There is no such method at this path.
await client.DELETE('/tasks');
// @ts-expect-error The path needs its parameter.
await client.GET('/tasks/{taskId}');
// @ts-expect-error A create needs its body.
await client.POST('/tasks');
// @ts-expect-error A task needs its title.
await client.POST('/tasks', { body: { priority: 'high' } });
// @ts-expect-error A whole task needs its title too.
await client.PUT('/tasks/{taskId}', { params: { path }, body: { status: 'completed' } });
// @ts-expect-error There is no such status.
await client.POST('/tasks', { body: { title: 'Water the plants', status: 'done' } });
// @ts-expect-error There is no such status to change to.
await client.PATCH('/tasks/{taskId}', { params: { path }, body: { status: 'done' } });
// @ts-expect-error There is no such status to filter by.
await client.GET('/tasks', { params: { query: { status: ['done'] } } });
// @ts-expect-error There is no such order.
await client.GET('/tasks', { params: { query: { sort: 'title' } } });
// @ts-expect-error There is no such status in a change.
await changeTask(client, path.taskId, () => ({ status: 'done' }));
// @ts-expect-error A task needs its title here too.
await createTaskOnce(client, {});
// @ts-expect-error There is no such field.
await createTaskOnce(client, { title: 'Water the plants', prioity: 'high' });
// @ts-expect-error There is no such field in a change.
await changeTask(client, path.taskId, () => ({ stauts: 'completed' }));
// @ts-expect-error There is no such filter.
allTasks(client, { state: ['pending'] });
// @ts-expect-error A client needs to know who is calling.
createTaskClient({ baseUrl: 'http://tasks.test' });

// ----- answers -----

const page = unwrap(await client.GET('/tasks', { params: { query: { status: ['pending'], limit: 5 } } }));
const task = unwrap(await client.GET('/tasks/{taskId}', { params: { path } }));
const created = unwrap(await createTaskOnce(client, { title: 'Water the plants' }));
const changed = unwrap(await changeTask(client, path.taskId, ({ tags }) => ({ tags: [...tags, 'home'] })));
const nothing = unwrap(await client.DELETE('/tasks/{taskId}', { params: { path } }));
const summary = unwrap(await client.GET('/summary'));
holds<Same<typeof page, TaskPage>>();
holds<Same<typeof task, Task>>();
holds<Same<typeof created, Task>>();
holds<Same<typeof changed, Task>>();
holds<Same<typeof nothing, undefined>>();
holds<Same<typeof summary, Summary>>();

const { data, error } = await client.GET('/tasks/{taskId}', { params: { path } });
// @ts-expect-error There is no task before it is known that there is no error.
data.title satisfies string;
if (!error) data.title satisfies string;

// ----- problems -----

if (isProblem(error)) {
  switch (error.type) {
    case '/docs/problems#task-not-found':
      holds<Same<typeof error.status, 404>>();
      break;
    case '/docs/problems#validation-failed':
      error.errors[0]?.pointer satisfies string | undefined;
      break;
    // @ts-expect-error This operation does not answer that.
    case '/docs/problems#precondition-failed':
      break;
    default:
  }
}

declare const problem: Problem;
// @ts-expect-error Not every problem has faults.
problem.errors satisfies unknown;
if (problem.type === '/docs/problems#invalid-cursor') holds<Same<typeof problem.status, 422>>();
// @ts-expect-error There is no such problem.
if (problem.type === '/docs/problems#nope') throw new Error();
