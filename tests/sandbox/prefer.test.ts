// `Prefer` requests any documented response, with the example of the contract, and changes nothing.
import { describe, expect, test } from '@jest/globals';
import { operations } from '../support/contract-examples.ts';
import { useSandbox } from '../support/sandbox.ts';

const sandbox = useSandbox();

const cases = operations.flatMap(({ operationId, requests: [request], responses }) =>
  responses.map(
    (expected) => [`${operationId} ${expected.status} ${expected.name ?? ''}`, request!, expected] as const,
  ),
);

test.each(cases)('returns the documented response: %s', async (_title, { method, path }, expected) => {
  const { status, name, mediaType, requiredHeaders, value } = expected;
  const isProblem = mediaType?.startsWith('application/problem') ?? true;
  const accept = isProblem ? '*/*' : (mediaType ?? '*/*');
  const example = name === undefined ? '' : `, example=${name}`;
  const response = await sandbox.send(method, path, {
    headers: { Prefer: `code=${status}${example}`, Accept: accept },
  });
  expect(response.status).toBe(status);
  for (const header of requiredHeaders)
    expect([header, response.headers.has(header)]).toEqual([header, true]);
  if (mediaType === undefined) {
    expect(response.text).toBe('');
    return;
  }
  expect(response.headers.get('Content-Type')).toContain(mediaType);
  if (!mediaType.includes('json')) expect(response.text).toBe(value);
  // In a problem, the request id and the link to the documentation come from the response, not from the example.
  else if (status < 400) expect(JSON.parse(response.text)).toEqual(value);
  else {
    const { requestId, help } = response.body as unknown as Record<string, string>;
    expect(response.body).toEqual({ ...(value as object), requestId, help });
    expect(requestId).toBe(response.headers.get('X-Request-Id'));
  }
});

describe('Prefer', () => {
  test('selects the status by the example alone', async () => {
    const prefer = (value: string) => sandbox.send('GET', '/tasks', { headers: { Prefer: value } });
    expect((await prefer('example=emptyPage')).body.items).toEqual([]);
    expect((await prefer('example="invalidCursor"')).status).toBe(422);
    expect((await prefer('respond-async, EXAMPLE=lastPage; x=1')).body.nextCursor).toBeNull();
  });

  test('sends a Link only if another page follows', async () => {
    const link = async (example: string) =>
      (await sandbox.send('GET', '/tasks', { headers: { Prefer: `example=${example}` } })).headers.get(
        'Link',
      );
    expect(await link('firstPage')).toContain('rel="next"');
    expect(await link('lastPage')).toBeNull();
  });

  test('sends the entity tag and the location of the example', async () => {
    const { headers, text } = await sandbox.send('POST', '/tasks', {
      body: { title: 'x' },
      headers: { Prefer: 'code=201' },
    });
    const { id, version } = JSON.parse(text) as { id: string; version: number };
    expect(headers.get('ETag')).toBe(`"${version}"`);
    expect(headers.get('Location')).toBe(`tasks/${id}`);
  });

  test('changes nothing', async () => {
    const before = (await sandbox.send('GET', '/summary')).body;
    const headers = { Prefer: 'code=201' };
    await sandbox.send('POST', '/tasks', { headers, body: { title: 'Not created' } });
    expect((await sandbox.send('GET', '/summary')).body).toEqual(before);
  });

  test.each([
    ['code=418', '200, 400, 401'],
    ['code=teapot', '200, 400, 401'],
    ['example=noSuchPage', 'firstPage, lastPage, emptyPage'],
    ['code=200, example=invalidCursor', 'firstPage, lastPage, emptyPage'],
    ['delay=soon', 'milliseconds'],
    ['delay=60001', '60000'],
  ])('rejects %s, and lists the alternatives', async (value, alternatives) => {
    const { status, body } = await sandbox.send('GET', '/tasks', { headers: { Prefer: value } });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ location: 'header', name: 'Prefer' }]);
    expect(body.errors[0]!.detail).toContain(alternatives);
  });

  test('does not replace authentication', async () => {
    const { status } = await sandbox.send('GET', '/tasks', { token: null, headers: { Prefer: 'code=200' } });
    expect(status).toBe(401);
  });

  test('delays a computed response', async () => {
    const start = performance.now();
    const { status, body } = await sandbox.send('GET', '/summary', { headers: { Prefer: 'delay=120' } });
    // Timers may fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(119);
    expect([status, body.total]).toEqual([200, 4]);
  });
});
