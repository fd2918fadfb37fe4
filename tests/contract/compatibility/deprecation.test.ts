// Tests the service with a contract that deprecates an operation and three parameters. The handlers do not change.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { announceDeprecations } from '../../../src/contract/deprecation-headers.ts';
import { readDeprecation } from '../../../src/contract/deprecation.ts';
import { loadContract } from '../../../src/contract/document.ts';
import type { Contract } from '../../../src/contract/document.ts';
import { checkResponse } from '../../support/response-check.ts';
import { contract as real } from '../../support/contract.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

const guide = 'https://example.com/moving';

let folder: string;
let contract: Contract;
let server: TestServer;

beforeAll(async () => {
  folder = temporaryFolder();
  contract = await contractWith([
    ['operationId: getSummary', deprecated('2026-01-01', '2099-06-01T12:00:00Z', guide)],
    ['name: q', deprecated('2026-03-01', '2099-03-01', guide)],
    ['name: sort', deprecated('2026-02-01', '2099-09-01', guide)],
    ['name: If-None-Match', deprecated('2026-04-01', '2099-04-01')],
  ]);
  server = await startServer({ RATE_LIMIT_REQUESTS: '40', CORS_ORIGINS: '*' }, contract);
});
afterAll(async () => {
  await server.close();
  removeTemporaryFolders();
});

const announced = { deprecation: '@1767225600', sunset: 'Mon, 01 Jun 2099 12:00:00 GMT' };
const link = `<${guide}>; rel="deprecation"`;

describe('a deprecated operation', () => {
  test('sends its deprecation and sunset dates in every response', async () => {
    const answer = await get('/summary');
    expect([answer.status, fields(answer)]).toEqual([200, { ...announced, link }]);
  });

  test.each([
    ['the method is HEAD', { method: 'HEAD' }, '', 200],
    ['the query is invalid', {}, '?surprise=1', 422],
    ['no representation is acceptable', { headers: { Accept: 'text/csv' } }, '', 406],
    ['the token is missing', { headers: { Authorization: '' } }, '', 401],
    ['the percent-encoding is invalid', {}, '?%E0%A4%A', 400],
  ])('sends its deprecation and sunset dates when %s', async (_what, init, query, status) => {
    const answer = await get(`/summary${query}`, init);
    expect([answer.status, fields(answer)]).toEqual([status, { ...announced, link }]);
  });

  test('sends its deprecation and sunset dates when the rate limit is exceeded', async () => {
    const token = await server.token('hasty');
    let answer = await get('/summary', {}, token);
    for (let sent = 1; answer.status === 200 && sent < 60; sent += 1)
      answer = await get('/summary', {}, token);
    expect([answer.status, fields(answer)]).toEqual([429, { ...announced, link }]);
  });

  test('exposes its deprecation headers to scripts from other origins', async () => {
    const answer = await get('/summary', { headers: { Origin: 'https://example.com' } });
    expect(answer.headers.get('Access-Control-Expose-Headers')).toMatch(/,Deprecation,Sunset$/);
  });

  test('does not add headers to other operations', async () => {
    const answer = await get('/tasks');
    expect([answer.status, fields(answer)]).toEqual([200, {}]);
  });
});

describe('a deprecated parameter', () => {
  test('is announced when the request uses it', async () => {
    const answer = await get('/tasks?q=a');
    expect(fields(answer)).toEqual({
      deprecation: '@1772323200',
      sunset: 'Sun, 01 Mar 2099 00:00:00 GMT',
      link,
    });
  });

  test('is announced when its value is rejected', async () => {
    const answer = await get('/tasks?sort=colour');
    expect([answer.status, fields(answer)['deprecation']]).toEqual([422, '@1769904000']);
  });

  test('is announced together with another one, with the earlier dates, and with a shared link only once', async () => {
    const answer = await get('/tasks?q=a&sort=due');
    expect(fields(answer)).toEqual({
      deprecation: '@1769904000',
      sunset: 'Sun, 01 Mar 2099 00:00:00 GMT',
      link,
    });
  });

  test('preserves the link to the next page', async () => {
    for (const title of ['one', 'two']) await create(title);
    const answer = await get('/tasks?limit=1&sort=due');
    expect(answer.headers.get('Link')).toMatch(/^<\?[^>]+>; rel="next", <https:[^>]+>; rel="deprecation"$/);
  });

  test('is announced when the request sends it as a header', async () => {
    const path = '/openapi.yaml';
    const { headers } = await get(path);
    const again = await get(path, { headers: { 'If-None-Match': headers.get('ETag') ?? '' } });
    const sunset = 'Wed, 01 Apr 2099 00:00:00 GMT';
    expect([again.status, fields(again)]).toEqual([304, { deprecation: '@1775001600', sunset }]);
    expect(headers.get('Deprecation')).toBeNull();
  });
});

test('adds no middleware for a contract without deprecations', () => {
  const none = {
    ...real,
    operations: real.operations.map((one) => ({ ...one, deprecation: undefined, parameters: [] })),
  };
  expect(announceDeprecations(none)).toEqual([]);
});

describe('checkResponse', () => {
  const answer = (headers: Record<string, string>) => ({
    status: 500,
    headers: new Headers({
      'X-Request-Id': 'a',
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...headers,
    }),
    text: '',
    body: {
      type: 'urn:problem-type:task-manager-api:internal-error',
      title: 'Internal error',
      status: 500,
      detail: 'No.',
      requestId: 'a',
    } as never,
  });
  const operation = (document: Contract) => document.operations.find(({ id }) => id === 'getSummary');
  const fieldsOfBoth = { Deprecation: '@1', Sunset: 'Sun, 01 Mar 2099 00:00:00 GMT' };

  test('requires deprecation headers from a deprecated operation, and rejects them from any other', () => {
    expect(() => {
      checkResponse(operation(contract), 'GET', answer({}));
    }).toThrow('does not announce it');
    expect(() => {
      checkResponse(operation(contract), 'GET', answer(fieldsOfBoth));
    }).not.toThrow();
    const current = { ...operation(real)!, deprecation: undefined };
    expect(() => {
      checkResponse(current, 'GET', answer(fieldsOfBoth));
    }).toThrow('the header deprecation is not declared');
  });
});

describe('a contract', () => {
  test.each([
    ['no deprecation date', { 'x-sunset': '2099-01-01' }, 'x-deprecated-at must be a date'],
    ['no sunset', { 'x-deprecated-at': '2026-01-01' }, 'x-sunset must be a date'],
    [
      'a date that does not exist',
      { 'x-deprecated-at': '2026-02-30', 'x-sunset': '2099-01-01' },
      'x-deprecated-at must be a date',
    ],
    [
      'a sunset before the deprecation',
      { 'x-deprecated-at': '2026-01-02', 'x-sunset': '2026-01-01' },
      'must not be before',
    ],
    [
      'an invalid link',
      { 'x-deprecated-at': '2026-01-01', 'x-sunset': '2099-01-01', 'x-deprecation-link': '<a b>' },
      'must be a URI reference',
    ],
  ])('is rejected if a deprecation has %s', (_what, part, words) => {
    expect(() => readDeprecation({ deprecated: true, ...part }, 'GET /summary')).toThrow(words);
  });

  test('is rejected with the name of the operation or parameter whose deprecation has no dates', async () => {
    await expect(contractWith([['operationId: getSummary', { deprecated: true }]])).rejects.toThrow(
      'GET /summary is deprecated in the contract, and its x-deprecated-at must be a date',
    );
    await expect(contractWith([['name: sort', { deprecated: true }]])).rejects.toThrow(
      'The parameter sort is',
    );
  });
});

function deprecated(at: string, sunset: string, more?: string): Record<string, unknown> {
  const dates = { deprecated: true, 'x-deprecated-at': at, 'x-sunset': sunset };
  return more === undefined ? dates : { ...dates, 'x-deprecation-link': more };
}

/** The service's contract with additional lines after the given lines. */
async function contractWith(
  changes: readonly (readonly [string, Record<string, unknown>])[],
): Promise<Contract> {
  let yaml = await readFile(new URL('../../../openapi.yaml', import.meta.url), 'utf8');
  for (const [line, added] of changes) {
    const lines = Object.entries(added).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    expect(yaml).toContain(`${line}\n`);
    yaml = yaml.replace(new RegExp(`^( *)${line}$`, 'm'), (all, indent: string) =>
      [all, ...lines.map((one) => indent + one)].join('\n'),
    );
  }
  const file = join(folder, 'openapi.yaml');
  await writeFile(file, yaml);
  return loadContract(file);
}

async function get(path: string, init: RequestInit = {}, token?: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${token ?? (await server.token())}`, ...(init.headers as object) };
  const response = await fetch(`${server.url}${path}`, { ...init, headers });
  await response.arrayBuffer();
  return response;
}

async function create(title: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const { status } = await get('/tasks', { method: 'POST', headers, body: JSON.stringify({ title }) });
  expect(status).toBe(201);
}

/** The deprecation headers of a response. */
function fields({ headers }: Response): Record<string, string> {
  const names = ['deprecation', 'sunset', 'link'];
  return Object.fromEntries(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!]] : [])));
}
