// Sends bodies whose length is wrong or missing, over plain sockets.
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../src/contract/operation.ts';
import { contract } from '../../support/contract.ts';
import { sharedItems, validRequest, wholeItems } from './support/call.ts';
import { exchange } from '../../support/raw-connection.ts';
import { timeoutMs, useAttackedService, userOf } from './support/attacked-service.ts';

const service = useAttackedService();
const idFor = sharedItems(service);

const body = '{"title":"Of another length"}';

/** The statuses of the responses to a request with these fields and this body. */
async function statusesOf(
  operation: Operation,
  fields: string[],
  sent = body,
  end = false,
): Promise<number[]> {
  const { method, target, headers = {} } = validRequest(operation, await idFor(operation));
  const head = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Authorization: ${await service.authorization(userOf({ target }))}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    ...fields,
  ];
  const responses = await exchange(service.server.url, `${head.join('\r\n')}\r\n\r\n${sent}`, {
    end,
    timeoutMs,
  });
  return responses.map(({ status }) => status);
}

/** Everything that the requests could have created. */
async function stored(): Promise<string> {
  const targets = Object.keys(wholeItems).map((path) => `${path}?limit=100`);
  return (await Promise.all(targets.map((target) => service.fire({ method: 'GET', target }))))
    .map(({ text }) => text)
    .join();
}

/** Creates the item that the operation acts on, and then returns the same as `stored`. */
async function storedWithItem(operation: Operation): Promise<string> {
  await idFor(operation);
  return await stored();
}

describe.each(contract.operations.filter(({ requestBodies }) => requestBodies.size > 0))(
  '$id',
  (operation) => {
    test.each([
      ['no length', [], [422]],
      ['a length of 0', ['Content-Length: 0'], [422]],
      ['a length that is too small', ['Content-Length: 5'], [400]],
      ['a length that is far too large', ['Content-Length: 99999999'], [413]],
      ['an empty length', ['Content-Length:'], [400]],
      ['a length with a sign', [`Content-Length: +${body.length}`], [400]],
      ['a length in hexadecimal', ['Content-Length: 0x1d'], [400]],
      ['a length with a fraction', [`Content-Length: ${body.length}.0`], [400]],
      ['two lengths', [`Content-Length: ${body.length}`, 'Content-Length: 5'], [400]],
      ['a list of lengths', [`Content-Length: ${body.length}, ${body.length}`], [400]],
      [
        'a length and the chunked coding',
        [`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'],
        [400],
      ],
      ['invalid chunks', ['Transfer-Encoding: chunked'], [400]],
      ['an unknown transfer coding', ['Transfer-Encoding: xchunked'], [400]],
    ])('rejects a body with %s', async (_what, fields, expected) => {
      const before = await storedWithItem(operation);
      const [status, ...others] = await statusesOf(operation, fields);
      expect([status]).toEqual(expected);
      // The service never treats the remaining bytes as another request: it returns a 400 or closes the connection.
      expect(others.filter((other) => other !== 400)).toEqual([]);
      expect(await stored()).toBe(before);
    });

    test('rejects a truncated body', async () => {
      const before = await storedWithItem(operation);
      const fields = [`Content-Length: ${body.length + 10}`];
      expect(await statusesOf(operation, fields, body, true)).toEqual([400]);
      expect(await stored()).toBe(before);
    });
  },
);

describe.each(contract.operations.filter(({ method }) => method === 'GET'))('$id', (operation) => {
  test.each([
    ['a body', [`Content-Length: ${body.length}`], body],
    ['chunks', ['Transfer-Encoding: chunked'], '3\r\n{"a\r\n0\r\n\r\n'],
    ['a length of 0', ['Content-Length: 0'], ''],
  ])('ignores %s in a GET request', async (_what, fields, sent) => {
    expect(await statusesOf(operation, fields, sent)).toEqual([200]);
  });
});
