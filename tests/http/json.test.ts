import { describe, expect, test } from '@jest/globals';
import type { TestResponse } from '../support/client.ts';
import { createTask } from '../support/tasks.ts';
import { problemIn } from '../support/problems.ts';
import { exchange } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const post = (raw: string): Promise<TestResponse> =>
  send('POST', '/tasks', { raw, headers: { 'Content-Type': 'application/json' } });
const depth = 15_000;
const deep = '['.repeat(depth) + ']'.repeat(depth);

describe('the service', () => {
  test.each([
    ['70 KB of opening brackets', '['.repeat(70_000)],
    ['70 KB of opening braces', '{"a":'.repeat(14_000)],
    ['a single quote', "{'title':'a'}"],
    ['a comment', '{"title":"a"/**/}'],
    ['NaN', '{"title":NaN}'],
    ['a number that is not valid in JSON', '{"title":01}'],
    ['two values', '{"title":"a"}{"title":"b"}'],
    ['a line break within a string', '{"title":"a\nb"}'],
    ['a byte order mark and nothing else', '\uFEFF'],
    ['an incomplete escape', String.raw`{"title":"\u12"}`],
  ])('rejects %s with 400 as invalid JSON', async (_what, raw) => {
    const { status, body } = await post(raw);
    expect([status, body.type, body.errors]).toEqual([
      400,
      'urn:problem-type:task-manager-api:malformed-request',
      undefined,
    ]);
    // The response does not repeat any part of the request.
    expect(body.detail).not.toContain(raw.slice(0, 5));
  });

  test.each([
    ['{\n  "title": "a",\n  "status": done\n}', 3, 13],
    ['{\r\n  "title": "a"\r\n  "status": "pending"\r\n}', 3, 3],
    ['{"title":"a",}', 1, 14],
    ['{"title":"a"', 1, 13],
    ['{"title":"łą\u0001"}', 1, 13],
    ['{"title":"a"}}', 1, 14],
  ])('reports the line and column of a JSON error: %j', async (raw, line, column) => {
    const { status, body } = await post(raw);
    expect([status, body.detail]).toEqual([
      400,
      `The body is not valid JSON (line ${line}, column ${column}).`,
    ]);
  });

  test.each([
    ['null', 'null'],
    ['a number', '1e400'],
    ['a string', '"title"'],
    ['true', 'true'],
    ['an array', '[{"title":"a"}]'],
    ['arrays within arrays', deep],
  ])('rejects %s with 422, because it is not an object', async (_what, raw) => {
    const { status, body } = await post(raw);
    expect(status).toBe(422);
    expect(body.errors).toEqual([expect.objectContaining({ location: 'body', pointer: '', code: 'type' })]);
  });

  test.each([
    ['a number for a title', '{"title":1}', '/title', 'type'],
    ['a number beyond the range of a double for a title', `{"title":${'9'.repeat(5000)}}`, '/title', 'type'],
    ['two equal deep arrays for tags', `{"title":"a","tags":[${deep},${deep}]}`, '/tags/1', 'type'],
    ['a string for tags', '{"title":"a","tags":"a"}', '/tags', 'type'],
    ['a number for a description', '{"title":"a","description":0}', '/description', 'type'],
    ['an array for a due date', '{"title":"a","dueAt":[]}', '/dueAt', 'type'],
    ['null for a status', '{"title":"a","status":null}', '/status', 'enum'],
    [
      'a property named __proto__',
      '{"title":"a","__proto__":{"status":"completed"}}',
      '/__proto__',
      'additionalProperties',
    ],
    ['a property named constructor', '{"title":"a","constructor":1}', '/constructor', 'additionalProperties'],
    ['a property with a slash', '{"title":"a","a/b~c":1}', '/a~1b~0c', 'additionalProperties'],
    ['the last of two titles', '{"title":"a","title":""}', '/title', 'minLength'],
  ])('reports the location of a validation error: %s', async (_what, raw, pointer, code) => {
    const { status, body } = await post(raw);
    expect(status).toBe(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ location: 'body', pointer, code }));
  });

  test('returns the first hundred validation errors and their total', async () => {
    const { status, body } = await post(`{"title":"a","tags":[${'1,'.repeat(30_000)}1]}`);
    expect([status, body.errors.length]).toEqual([422, 100]);
    expect(body.detail).toBe('The request has more than 100 validation errors. The first 100 are listed.');
  });

  test('uses the last value of a duplicate property, as JavaScript does', async () => {
    const { status, body } = await post('{"title":"first","title":"last"}');
    expect([status, body.title]).toEqual([201, 'last']);
  });

  test('rejects empty chunks with 400 instead of reading an empty patch', async () => {
    const { task } = await createTask(send);
    const authorization = `Authorization: Bearer ${await server.token()}`;
    const fields = ['Host: x', authorization, 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const head = [`PATCH /tasks/${task.id} HTTP/1.1`, 'Connection: close', ...fields].join('\r\n');
    const [response] = await exchange(server.url, `${head}\r\n\r\n0\r\n\r\n`);
    problemIn(response!, 'malformed-request');
  });

  test('accepts white space around a JSON body', async () => {
    expect((await post(' \r\n\t{"title":"a"}\r\n')).status).toBe(201);
  });

  test('does not let a merge patch change a prototype', async () => {
    const { task } = await createTask(send);
    const raw = '{"__proto__":{"title":"Changed"}}';
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    expect((await send('PATCH', `/tasks/${task.id}`, { raw, headers })).status).toBe(422);
    expect((await send('GET', `/tasks/${task.id}`)).body).toEqual(task);
  });
});

test('ignores the body of a GET', async () => {
  const { task } = await createTask(send);
  // HTTP libraries send no body with GET, but do with DELETE.
  const response = await send('DELETE', `/tasks/${task.id}`, {
    raw: '<x',
    headers: { 'Content-Type': 'text/xml' },
  });
  expect(response.status).toBe(204);
});

describe('the text in a response', () => {
  test.each([
    ['of ASCII', 'Water the plants'],
    ['of Latin 1', 'Die Möbel für das Büro'],
    ['of three bytes per character', '植物に水をやる €'],
    ['of four bytes per character', 'Paint \u{1f58c} the \u{20bb7}'],
    ['of ASCII, and long', 'x'.repeat(200)],
  ])('is unchanged, in UTF-8: %s', async (_what, title) => {
    const { task, response } = await createTask(send, { title, description: title.repeat(10) });
    const token = await server.token('alice', 'tasks:read tasks:write');
    const read = await fetch(`${server.url}/tasks/${task.id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const bytes = Buffer.from(await read.arrayBuffer());
    expect(read.headers.get('Content-Length')).toBe(String(bytes.length));
    expect(bytes.equals(Buffer.from(response.text))).toBe(true);
    expect(JSON.parse(bytes.toString())).toMatchObject({ title, description: title.repeat(10) });
  });
});
