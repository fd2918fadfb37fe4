import { describe, expect, test } from '@jest/globals';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

describe('getTask', () => {
  test('returns the task with the entity tag of its version', async () => {
    const { task, etag } = await createTask(send);
    const { status, body, headers } = await send('GET', `/tasks/${task.id}`);
    expect(status).toBe(200);
    expect(body).toEqual(task);
    expect(headers.get('ETag')).toBe(etag);
  });

  test('accepts the id in upper case too', async () => {
    const { task } = await createTask(send);
    expect((await send('GET', `/tasks/${task.id.toUpperCase()}`)).body).toEqual(task);
  });

  test.each([
    ['the entity tag', (etag: string) => etag],
    ['a list with the entity tag', (etag: string) => `"0", ${etag}`],
    ['the weak form of the entity tag', (etag: string) => `W/${etag}`],
    ['a list with the entity tag and empty elements', (etag: string) => `, ,"9",,\t${etag} ,`],
    ['*', () => '*'],
  ])('returns 304 without a body when If-None-Match is %s', async (_what, header) => {
    const { task, etag } = await createTask(send);
    const response = await send('GET', `/tasks/${task.id}`, { headers: { 'If-None-Match': header(etag) } });
    expect(response.status).toBe(304);
    expect(response.headers.get('ETag')).toBe(etag);
  });

  test('returns the task if its entity tag is no longer the one in If-None-Match', async () => {
    const { task, etag } = await createTask(send);
    await send('PATCH', `/tasks/${task.id}`, { body: { priority: 'low' } });
    const response = await send('GET', `/tasks/${task.id}`, { headers: { 'If-None-Match': etag } });
    expect([response.status, response.body.priority, response.headers.get('ETag')]).toEqual([
      200,
      'low',
      '"2"',
    ]);
  });

  test.each([
    ['the version', '"1"', 200],
    ['any version', '*', 200],
    ['a different version', '"2"', 412],
    ['a weak tag, which If-Match does not match', 'W/"1"', 412],
  ])('evaluates If-Match with %s', async (_what, header, status) => {
    const { task } = await createTask(send);
    const response = await send('GET', `/tasks/${task.id}`, { headers: { 'If-Match': header } });
    expect(response.status).toBe(status);
  });

  test('evaluates If-Match before If-None-Match', async () => {
    const { task, etag } = await createTask(send);
    const headers = { 'If-Match': '"9"', 'If-None-Match': etag };
    expect((await send('GET', `/tasks/${task.id}`, { headers })).status).toBe(412);
    expect((await send('HEAD', `/tasks/${task.id}`, { headers })).status).toBe(412);
  });

  test("does not distinguish another user's task from an absent one", async () => {
    const { task } = await createTask(send);
    const absent = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
    const others = await send('GET', `/tasks/${task.id}`, { as: 'mallory' });
    const none = await send('GET', `/tasks/${absent}`, { as: 'mallory' });
    expect([others.status, none.status]).toEqual([404, 404]);
    const { requestId: _one, ...problem } = others.body;
    const { requestId: _two, ...same } = none.body;
    expect({ ...problem, detail: problem.detail.replace(task.id, absent) }).toEqual(same);
  });

  test('returns 404 for an id that this service never creates', async () => {
    expect((await send('GET', '/tasks/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  test.each(['1', 'not-a-uuid', '%00', '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90%20', '%2F', '..%2Fsummary'])(
    'rejects the id %s',
    async (id) => {
      const response = await send('GET', `/tasks/${id}`);
      expect(response.status).toBe(422);
      expect(response.body.errors).toContainEqual(
        expect.objectContaining({ location: 'path', name: 'taskId' }),
      );
    },
  );

  test('rejects an id with invalid percent-encoding', async () => {
    const response = await send('GET', '/tasks/%E0%A4%A');
    expect([response.status, response.body.type]).toEqual([
      400,
      'urn:problem-type:task-manager-api:malformed-request',
    ]);
  });

  test.each([',', ', ,', '"1""2"', '"1" "2"', '*, "1"', `${', '.repeat(499)}"`])(
    'rejects a value that is not a list of entity tags: %s',
    async (header) => {
      const { task } = await createTask(send);
      const response = await send('GET', `/tasks/${task.id}`, { headers: { 'If-None-Match': header } });
      expect(response.status).toBe(422);
    },
  );

  test('rejects an entity tag without quotes, and shows a valid one', async () => {
    const { task } = await createTask(send);
    const response = await send('GET', `/tasks/${task.id}`, { headers: { 'If-None-Match': '3' } });
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([
      {
        location: 'header',
        name: 'If-None-Match',
        code: 'pattern',
        detail: 'must be entity tags in double quotes, separated by commas, or *',
      },
    ]);
  });

  test('responds to HEAD like GET, but without a body', async () => {
    const { task, etag } = await createTask(send);
    const get = await send('GET', `/tasks/${task.id}`);
    const head = await send('HEAD', `/tasks/${task.id}`);
    expect([head.status, head.headers.get('ETag'), head.text]).toEqual([200, etag, '']);
    expect(head.headers.get('Content-Length')).toBe(get.headers.get('Content-Length'));
  });
});
