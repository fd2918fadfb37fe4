// Headers with line breaks, repeated headers, hundreds of headers, and headers that the contract does not define.
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../src/contract/operation.ts';
import { contract } from '../../support/contract.ts';
import { sharedItems, validRequest } from './support/call.ts';
import { rawRequest, useAttackedService } from './support/attacked-service.ts';
import type { Call } from './support/attacked-service.ts';

const service = useAttackedService();
const idFor = sharedItems(service);

const { operations } = contract;

/** Every header that the service reads: those of the contract, and those of HTTP. */
const read = [
  ...new Set(
    operations.flatMap(({ parameters }) =>
      parameters.filter((one) => one.in === 'header').map(({ name }) => name),
    ),
  ),
  ...[
    'Accept',
    'Authorization',
    'Content-Encoding',
    'Content-Type',
    'Origin',
    'X-Request-Id',
    'traceparent',
    'Prefer',
  ],
];
const breaks = [
  'a\rb',
  'a\nb',
  'a\r\n b',
  'a\nX-Injected: 1',
  'a\rX-Injected: 1',
  '\r',
  '\n',
  'a\0b',
  'a\u000Bb\u000C',
];
const encodedBreaks = [
  '%0d%0aX-Injected: 1',
  String.raw`\r\nX-Injected: 1`,
  // The low bytes of the first two characters are a line break.
  '\u560D\u560AX-Injected: 1',
];

const twice = [
  ['a', 'b'],
  ['"a"', '"b"'],
  ['application/json', 'application/json'],
  ['', '*/*'],
] as const;

/** A valid request for an existing task. */
async function callOf(operation: Operation): Promise<Call> {
  return validRequest(operation, await idFor(operation));
}

// The HTTP parser rejects a line break before routing, so one operation is enough.
test.each(read)('rejects a line break in %s', async (name) => {
  const call = validRequest(
    operations.find(({ id }) => id === 'createTask')!,
    '',
  );
  for (const value of breaks) {
    const response = await rawRequest(service, call, [`${name}: ${value}`]);
    expect([value, response.status, response.body.type]).toEqual([
      value,
      400,
      'urn:problem-type:task-manager-api:malformed-request',
    ]);
  }
});

describe.each(operations)('$id', (operation) => {
  test('never injects a header into the response', async () => {
    for (const name of read) {
      for (const value of encodedBreaks) {
        const response = await rawRequest(service, await callOf(operation), [`${name}: ${value}`]);
        expect([value, response.status < 500, response.headers.get('X-Injected')]).toEqual([
          value,
          true,
          null,
        ]);
      }
    }
  });

  test('returns no server error when a header is repeated', async () => {
    for (const name of read) {
      for (const [one, other] of twice) {
        const response = await rawRequest(service, await callOf(operation), [
          `${name}: ${one}`,
          `${name}: ${other}`,
        ]);
        expect([name, one, response.status < 500]).toEqual([name, one, true]);
      }
    }
  });

  /** Headers that the operation does not define. Each triggers a feature of at least one framework. */
  const own = operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name);
  const foreign: [string, string][] = [
    ...['If-Match', 'If-None-Match', 'Idempotency-Key']
      .filter((name) => !own.includes(name))
      .flatMap((name): [string, string][] => [
        [name, '*'],
        [name, '"1"'],
        [name, 'no tag'],
      ]),
    ['If-Modified-Since', 'Thu, 01 Jan 2099 00:00:00 GMT'],
    ['If-Unmodified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['If-Range', '"1"'],
    ['Range', 'bytes=0-1'],
    ['Cache-Control', 'no-cache'],
    ['Prefer', 'code=500, example=none'],
    ['Cookie', `a=${'x'.repeat(4000)}`],
    ['Forwarded', 'for="[::1]";proto=gopher'],
    ['X-Forwarded-For', `${'1.2.3.4, '.repeat(200)}unknown`],
    ['X-Forwarded-Host', 'elsewhere.example'],
    ['X-Forwarded-Proto', 'javascript'],
    ['X-Original-URL', '/metrics'],
    ['X-Rewrite-URL', '/metrics'],
    ['Origin', 'null'],
    ['Origin', `https://${'x'.repeat(2000)}.example`],
    ['Accept-Language', '\u00FF\u00FE'],
    ['Accept-Encoding', 'gzip;q=nan, *;q=0'],
    ['Accept-Charset', 'utf-16'],
    ['Max-Forwards', '0'],
    ['Trailer', 'Content-Length'],
    ['TE', 'trailers, chunked'],
    ['X-Request-Id', '${jndi:ldap://localhost}'],
    ['X-Request-Id', 'x'.repeat(65)],
    ['traceparent', '00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-zz'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['!#$%&', 'x'],
  ];

  test('ignores headers that the contract does not define', async () => {
    const expected = (await service.fire(await callOf(operation))).status;
    for (const [name, value] of foreign) {
      const response = await rawRequest(service, await callOf(operation), [`${name}: ${value}`]);
      expect([name, value, response.status]).toEqual([name, value, expected]);
    }
  });

  test('ignores hundreds of unknown headers', async () => {
    const expected = (await service.fire(await callOf(operation))).status;
    const many = Array.from({ length: 400 }, (_, n) => `X-Field-${n}: ${n}`);
    const response = await rawRequest(service, await callOf(operation), many);
    expect(response.status).toBe(expected);
  });
});
