import { once } from 'node:events';
import { createServer, OutgoingMessage, ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, jest, test } from '@jest/globals';
import { cacheHeaders } from '../../src/http/header-cache.ts';
import { startServer } from '../support/server.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

type Change = (response: ServerResponse) => unknown;

/** Sends one request per change. Returns the raw responses, and the return value of each change. */
async function answers(quick: boolean, changes: readonly Change[]) {
  class OwnResponse extends ServerResponse {}
  if (quick) cacheHeaders(OwnResponse);
  let change: Change = () => undefined;
  const observed: unknown[] = [];
  const server = createServer({ ServerResponse: OwnResponse }, (_request, response: ServerResponse) => {
    response.sendDate = false;
    let result;
    try {
      result = change(response);
    } catch (error) {
      result = error;
    }
    observed.push([
      result === response ? 'itself' : result,
      response.getHeaders(),
      response.getHeaderNames(),
      response.hasHeader('ETag'),
      response.hasHeader('constructor'),
      response.getHeader('etag'),
    ]);
    response.end('text');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const raw: string[] = [];
  for (change of changes) {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    raw.push(await text(socket));
  }
  server.close();
  return { raw, observed };
}

const changes: readonly Change[] = [
  (response) => response.setHeader('ETag', '"1"'),
  (response) => response.setHeader('ETag', '"1"').setHeader('X-One', 1).setHeader('x-one', 'two'),
  (response) => response.setHeader('ETag', '"2"').setHeader('Etag', '"3"'),
  (response) => response.setHeader('X-Two', 'a').setHeader('X-Two', undefined as never),
  (response) => response.setHeader('X-Three', 'a').setHeader('X-Three', ''),
  (response) => response.setHeader('X-List', ['a', 'b']),
  (response) => response.setHeader('X-List', 'a').appendHeader('X-List', 'b'),
  (response) => response.setHeader('X-List', 'a'),
  (response) => response.setHeader('ETag', 'a\nb'),
  (response) => response.setHeader('ETag', 'a\nb'),
  (response) => response.setHeader('ETag', 'ü \u{1f600}'),
  (response) => response.setHeader('ETag', 'ü'),
  (response) => response.setHeader('ETag', undefined as never),
  (response) => response.setHeader('E Tag', '1'),
  (response) => response.setHeader('E Tag', '1'),
  (response) => response.setHeader('constructor', '1'),
  (response) => response.setHeader('__proto__', '1').setHeader('__proto__', '2'),
  (response) => {
    response.setHeader('ETag', '"1"').removeHeader('etag');
    return response.setHeader('X-One', 1);
  },
  (response) => response.setHeader('Content-Length', 4).setHeader('Connection', 'close'),
  (response) => response.setHeader('ETag', '"1"').writeHead(201, { ETag: '"2"', 'X-One': 'three' }),
  (response) => response.setHeader('ETag', '"1"').writeHead(201, ['ETag', '"2"', 'ETag', '"3"']),
  (response) => response.setHeader('ETag', '"1"').writeHead(200).setHeader('ETag', '"2"'),
];

test('sends the same headers, and throws the same errors, as Node', async () => {
  const quick = await answers(true, [...changes, ...changes]);
  const own = await answers(false, [...changes, ...changes]);
  expect(quick.raw).toEqual(own.raw);
  expect(quick.observed).toEqual(own.observed);
  expect(new Set(own.raw).size).toBeGreaterThan(8);
});

test('validates each name and value only once', async () => {
  const looked = jest.spyOn(OutgoingMessage.prototype, 'setHeader');
  const server = await startServer();
  const headers = async () => {
    const response = await fetch(`${server.url}/health`);
    return [...response.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  };
  const first = await headers();
  expect(looked).toHaveBeenCalled();
  looked.mockClear();
  const second = await headers();
  expect(looked).not.toHaveBeenCalled();
  expect(second.map(([name]) => name)).toEqual(first.map(([name]) => name));
  await server.close();
});

test('stops caching beyond the maximum number of names', () => {
  const looked = jest.spyOn(OutgoingMessage.prototype, 'setHeader');
  class OwnResponse extends ServerResponse {}
  cacheHeaders(OwnResponse);
  const response = new OwnResponse({ method: 'GET' } as unknown as IncomingMessage);
  for (let n = 0; n < 300; n += 1) response.setHeader(`X-${n}`, n).setHeader(`X-${n}`, n);
  expect(looked).toHaveBeenCalledTimes(300 + 200);
  expect(Object.keys(response.getHeaders())).toHaveLength(300);
});
