import { describe, expect, test } from '@jest/globals';
import { problemIn } from '../support/problems.ts';
import { exchange } from '../support/raw-connection.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

describe('createTask', () => {
  test('requires only a title, and sets defaults for the rest', async () => {
    const { status, body, headers } = await send('POST', '/tasks', { body: { title: 'Call Ada' } });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      title: 'Call Ada',
      description: null,
      status: 'pending',
      priority: 'medium',
      dueAt: null,
      tags: [],
      createdAt: body.updatedAt,
      updatedAt: expect.any(String),
      completedAt: null,
      version: 1,
    });
    expect(headers.get('Location')).toBe(`tasks/${body.id}`);
    expect(headers.get('ETag')).toBe('"1"');
  });

  test('stores every field unchanged, and timestamps in UTC with milliseconds', async () => {
    const sent = {
      title: ' Zwölf Boxkämpfer 🥊\u200D ',
      description: 'Line one\n\tline two \u202Ebidirectional',
      status: 'in_progress',
      priority: 'urgent',
      dueAt: '2026-03-06T17:00:00.123999+01:00',
      tags: ['b', 'a', '0_-'],
    };
    const { body } = await send('POST', '/tasks', { body: sent });
    expect(body).toMatchObject({ ...sent, dueAt: '2026-03-06T16:00:00.123Z' });
    const read = await send('GET', `/tasks/${body.id}`);
    expect(read.body).toEqual(body);
  });

  test('sets completedAt on a task that is created as completed', async () => {
    const { body } = await send('POST', '/tasks', { body: { title: 'Done', status: 'completed' } });
    expect(body.completedAt).toBe(body.createdAt);
  });

  test.each([
    ['the first timestamp', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['the last timestamp', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['an offset to the west on the first day', '0001-01-01T00:00:00-14:00', '0001-01-01T14:00:00.000Z'],
    ['a leap day', '2024-02-29T12:00:00+00:00', '2024-02-29T12:00:00.000Z'],
  ])('accepts %s', async (_what, dueAt, kept) => {
    const { status, body } = await send('POST', '/tasks', { body: { title: 'Due', dueAt } });
    expect([status, body.dueAt]).toEqual([201, kept]);
  });

  test.each([
    ['an empty title', { title: '' }, '/title'],
    ['a blank title', { title: ' \u00A0\u3000\u200B' }, '/title'],
    ['a title of 201 characters', { title: '𝒙'.repeat(201) }, '/title'],
    ['a title with a NUL', { title: 'a\u0000b' }, '/title'],
    ['a title on two lines', { title: 'a\nb' }, '/title'],
    ['a title with a lone surrogate', { title: 'a\uD800b' }, '/title'],
    ['a title that is null', { title: null }, '/title'],
    ['a description of 5001 characters', { title: 'a', description: 'x'.repeat(5001) }, '/description'],
    ['a description with a control character', { title: 'a', description: 'a\u0085' }, '/description'],
    ['an unknown status', { title: 'a', status: 'done' }, '/status'],
    ['an unknown priority', { title: 'a', priority: 'High' }, '/priority'],
    ['a leap second', { title: 'a', dueAt: '2016-12-31T23:59:60Z' }, '/dueAt'],
    ['the 30th of February', { title: 'a', dueAt: '2026-02-30T00:00:00Z' }, '/dueAt'],
    ['the year 0', { title: 'a', dueAt: '0000-06-01T00:00:00Z' }, '/dueAt'],
    ['a timestamp before the year 1 in UTC', { title: 'a', dueAt: '0001-01-01T00:00:00+00:01' }, '/dueAt'],
    ['a timestamp after the year 9999 in UTC', { title: 'a', dueAt: '9999-12-31T23:59:59-00:01' }, '/dueAt'],
    ['a date without a time', { title: 'a', dueAt: '2026-03-06' }, '/dueAt'],
    ['a timestamp with a space instead of the T', { title: 'a', dueAt: '2026-03-06 17:00:00Z' }, '/dueAt'],
    ['a timestamp without an offset', { title: 'a', dueAt: '2026-03-06T17:00:00' }, '/dueAt'],
    ['21 tags', { title: 'a', tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, '/tags'],
    ['a repeated tag', { title: 'a', tags: ['x', 'x'] }, '/tags'],
    ['a tag in upper case', { title: 'a', tags: ['ok', 'No'] }, '/tags/1'],
    ['an id', { title: 'a', id: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' }, '/id'],
    ['a version', { title: 'a', version: 7 }, '/version'],
    ['a property with a slash and a tilde', { title: 'a', 'x/~y': 1 }, '/x~1~0y'],
    ['no title', {}, '/title'],
    ['a list instead of a task', [], ''],
    ['null instead of a task', null, ''],
  ])('rejects %s, and reports its location', async (_what, body, pointer) => {
    const response = await send('POST', '/tasks', { body });
    expect(response.status).toBe(422);
    expect(response.body.type).toBe('urn:problem-type:task-manager-api:validation-failed');
    expect(response.body.errors).toContainEqual(expect.objectContaining({ location: 'body', pointer }));
  });

  test('rejects a property named __proto__, and changes no prototype', async () => {
    const response = await send('POST', '/tasks', {
      raw: '{"title":"a","__proto__":{"polluted":true}}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(response.status).toBe(422);
    expect(response.body.errors[0]?.pointer).toBe('/__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('reports all validation errors at once', async () => {
    const response = await send('POST', '/tasks?dry=1', {
      body: { title: '', priority: 'top', tags: ['a b'], extra: 1 },
      headers: { 'Idempotency-Key': 'unquoted' },
    });
    const places = response.body.errors.map(({ pointer, name }) => pointer ?? name);
    expect(new Set(places)).toEqual(
      new Set(['dry', 'Idempotency-Key', '/title', '/priority', '/tags/0', '/extra']),
    );
    const details = response.body.errors.map(({ detail }) => detail);
    expect(details).toContain(
      'must be enclosed in double quotes, as in "8e03978e-40d5-43e8-bc93-6894a57f9324"',
    );
  });

  test('lists at most 100 validation errors', async () => {
    const extra = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`extra${n}`, n]));
    const response = await send('POST', '/tasks', { body: { title: 'a', ...extra } });
    expect(response.body.errors).toHaveLength(100);
    expect(response.body.detail).toBe(
      'The request has more than 100 validation errors. The first 100 are listed.',
    );
  });

  test('accepts the largest valid body, with every character escaped', async () => {
    const astral = String.raw`\ud835\udc99`;
    const tags = Array.from({ length: 20 }, (_, n) => `t${n}`.padEnd(40, 'x'));
    const raw = `{"title":"${astral.repeat(200)}","description":"${astral.repeat(5000)}","tags":${JSON.stringify(tags)}}`;
    const response = await send('POST', '/tasks', { raw, headers: { 'Content-Type': 'application/json' } });
    expect(response.status).toBe(201);
    expect(Array.from(response.body.description ?? '')).toHaveLength(5000);
  });

  test('rejects a body that is larger than any valid one', async () => {
    const response = await send('POST', '/tasks', { body: { title: 'x'.repeat(100_000) } });
    expect(response.status).toBe(413);
    expect(response.body.detail).toMatch(/^The body must not exceed \d+ bytes\.$/);
  });

  test.each([
    ['malformed JSON', '{"title":"a",}'],
    ['a body that consists of a space', ' '],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
  ])('rejects %s as malformed', async (_what, raw) => {
    const response = await send('POST', '/tasks', { raw, headers: { 'Content-Type': 'application/json' } });
    expect(response.status).toBe(400);
    expect(response.body.errors).toBeUndefined();
  });

  test('reports a missing body', async () => {
    const response = await send('POST', '/tasks', { headers: { 'Content-Type': 'application/json' } });
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([
      expect.objectContaining({ location: 'body', pointer: '', code: 'required' }),
    ]);
  });

  test.each([
    ['an unsupported media type', { 'Content-Type': 'application/xml' }],
    ['a media type that only resembles JSON', { 'Content-Type': 'application/jsonp' }],
    ['a malformed media type', { 'Content-Type': 'json' }],
    ['an unsupported charset', { 'Content-Type': 'application/json; charset=utf-16' }],
    ['a compressed body', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }],
  ])('rejects %s', async (_what, headers) => {
    const response = await send('POST', '/tasks', { raw: '{"title":"a"}', headers });
    expect(response.status).toBe(415);
    expect(response.headers.get('Accept')).toBe('application/json');
  });

  test.each([
    [{}, 'Missing Content-Type. Use application/json.'],
    [{ 'Content-Type': 'json' }, 'Malformed Content-Type: json. Use application/json.'],
    [{ 'Content-Type': 'text/xml' }, 'Unsupported Content-Type: text/xml. Use application/json.'],
    [{ 'Content-Type': 'application/json; charset=utf-16' }, 'Unsupported charset: utf-16. Use UTF-8.'],
    [
      { 'Content-Type': 'application/json', 'Content-Encoding': 'br' },
      'Unsupported Content-Encoding: br. Send the body uncompressed.',
    ],
  ])('names the unsupported value in the error: %j', async (headers, detail) => {
    // Without a Content-Type, fetch adds one.
    const fields = Object.entries({ Authorization: `Bearer ${await server.token()}`, ...headers });
    const head = ['POST /tasks HTTP/1.1', 'Host: x', 'Content-Length: 13', 'Connection: close']
      .concat(fields.map(([name, value]) => `${name}: ${value}`))
      .join('\r\n');
    const [response] = await exchange(server.url, `${head}\r\n\r\n{"title":"a"}`);
    expect(problemIn(response!, 'unsupported-media-type').detail).toBe(detail);
  });

  test('accepts JSON with charset UTF-8', async () => {
    const headers = { 'Content-Type': 'Application/JSON; charset="UTF-8"' };
    expect((await send('POST', '/tasks', { raw: '{"title":"a"}', headers })).status).toBe(201);
  });
});
