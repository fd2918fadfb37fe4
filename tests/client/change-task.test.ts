import { describe, expect, jest, test } from '@jest/globals';
import {
  changeTask,
  createTaskClient,
  TaskConnectionError,
  type Task,
  type UpdateTask,
} from '../../client/src/index.ts';
import { json, problem, scriptedFetch, type Scripted } from './scripted-fetch.ts';

const addTag = (task: Task): UpdateTask => ({ tags: [...task.tags, 'new'] });
const taskWith = (tags: string[], version: number): Response => json({ tags, version });

const sleep = async (): Promise<void> => undefined;

function client(...responses: Scripted[]) {
  const { fetch, requests } = scriptedFetch(...responses);
  return {
    client: createTaskClient({ baseUrl: 'http://tasks.test', token: 't', fetch, retry: { sleep } }),
    requests,
  };
}

test('sends If-Match with the version that it has read', async () => {
  const { client: tasks, requests } = client(taskWith(['a'], 3), taskWith(['a', 'new'], 4));
  const { data } = await changeTask(tasks, '1', addTag);
  expect(data).toEqual({ tags: ['a', 'new'], version: 4 });
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
  expect(requests[1]?.headers.get('If-Match')).toBe('"3"');
  expect(await requests[1]?.json()).toEqual({ tags: ['a', 'new'] });
});

test('reads the task again and reapplies the change after a 412', async () => {
  const { client: tasks, requests } = client(
    taskWith(['a'], 3),
    problem(412, 'precondition-failed'),
    taskWith(['a', 'b'], 4),
    taskWith(['a', 'b', 'new'], 5),
  );
  const { data } = await changeTask(tasks, '1', addTag);
  expect(data).toEqual({ tags: ['a', 'b', 'new'], version: 5 });
  expect(requests[3]?.headers.get('If-Match')).toBe('"4"');
  expect(await requests[3]?.json()).toEqual({ tags: ['a', 'b', 'new'] });
});

test('returns the 412 of the last attempt', async () => {
  const { client: tasks, requests } = client(
    taskWith([], 3),
    problem(412, 'precondition-failed'),
    taskWith([], 4),
    problem(412, 'precondition-failed'),
  );
  const { error } = await changeTask(tasks, '1', addTag, { maxAttempts: 2 });
  expect(error).toMatchObject({ type: 'urn:problem-type:task-manager-api:precondition-failed' });
  expect(requests).toHaveLength(4);
});

test('returns the result of the read and calls no change function when the task does not exist', async () => {
  const { client: tasks, requests } = client(problem(404, 'task-not-found'));
  const change = jest.fn(addTag);
  const { error } = await changeTask(tasks, '1', change);
  expect(error).toMatchObject({ type: 'urn:problem-type:task-manager-api:task-not-found' });
  expect(change).not.toHaveBeenCalled();
  expect(requests).toHaveLength(1);
});

test('does not retry a change that fails with a different status', async () => {
  const { client: tasks, requests } = client(
    taskWith([], 3),
    problem(422, 'validation-failed', { errors: [] }),
  );
  const { response } = await changeTask(tasks, '1', addTag);
  expect(response.status).toBe(422);
  expect(requests).toHaveLength(2);
});

describe('after a lost response', () => {
  const lost = new Error('fetch failed');
  const stale = (): Response => problem(412, 'precondition-failed');

  test.each([
    ['the connection fails', lost],
    ['a gateway times out', new Response('<html>', { status: 504 })],
  ])('returns the current task if it contains the change and %s', async (_, response) => {
    const { client: tasks, requests } = client(
      taskWith(['a'], 3),
      response,
      stale(),
      taskWith(['a', 'new'], 4),
    );
    const change = jest.fn(addTag);
    const { data } = await changeTask(tasks, '1', change);
    expect(data).toEqual({ tags: ['a', 'new'], version: 4 });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH', 'GET']);
    expect(change).toHaveBeenCalledTimes(1);
  });

  test('compares due dates in UTC if the change has an offset', async () => {
    const read = (dueAt: string, version: number) => json({ dueAt, version });
    const { client: tasks } = client(
      read('2030-01-01T00:00:00.000Z', 3),
      lost,
      stale(),
      read('2030-01-01T22:00:00.000Z', 4),
    );
    const { data } = await changeTask(tasks, '1', () => ({ dueAt: '2030-01-02T00:00:00+02:00' }));
    expect(data).toMatchObject({ version: 4 });
  });

  test('repeats the change with the same version', async () => {
    const { client: tasks, requests } = client(taskWith(['a'], 3), lost, lost, taskWith(['a', 'new'], 4));
    const { data } = await changeTask(tasks, '1', addTag);
    expect(data).toEqual({ tags: ['a', 'new'], version: 4 });
    expect(requests.map(({ headers }) => headers.get('If-Match'))).toEqual([null, '"3"', '"3"', '"3"']);
  });

  test('reapplies the change if the next version came from another change', async () => {
    const { client: tasks, requests } = client(
      taskWith(['a'], 3),
      lost,
      stale(),
      taskWith(['a', 'b'], 4),
      taskWith(['a', 'b'], 4),
      taskWith(['a', 'b', 'new'], 5),
    );
    const { data } = await changeTask(tasks, '1', addTag);
    expect(data).toEqual({ tags: ['a', 'b', 'new'], version: 5 });
    expect(requests[5]?.headers.get('If-Match')).toBe('"4"');
  });

  test('throws if later changes hide whether the change was applied', async () => {
    const { client: tasks, requests } = client(taskWith(['a'], 3), lost, stale(), taskWith(['a', 'b'], 5));
    await expect(changeTask(tasks, '1', addTag)).rejects.toThrow(TaskConnectionError);
    expect(requests).toHaveLength(4);
  });
});

test.each([
  ['a proxy weakened the ETag', { ETag: 'W/"3"' }],
  ['a proxy changed the ETag', { ETag: '"3-gzip"' }],
  ['no ETag is readable', {}],
])('sends the version from the response body when %s', async (_, headers: Record<string, string>) => {
  const { client: tasks, requests } = client(
    json({ tags: [], version: 3 }, { headers }),
    taskWith(['new'], 4),
  );
  const { response } = await changeTask(tasks, '1', addTag);
  expect(response.status).toBe(200);
  expect(requests[1]?.headers.get('If-Match')).toBe('"3"');
});

test('stops when the signal is aborted', async () => {
  const { client: tasks } = client();
  await expect(
    changeTask(tasks, '1', addTag, { signal: AbortSignal.abort(new Error('Left.')) }),
  ).rejects.toThrow('Left.');
});
