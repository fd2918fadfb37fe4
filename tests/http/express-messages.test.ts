import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import express from 'express';
import { expressMessages } from '../../src/http/express-messages.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** For each call with which Express sets a prototype during a request, whether the call changed the prototype. */
async function changes(taken: boolean): Promise<boolean[]> {
  const app = express();
  app.get('/', (request, response) => {
    response.json({ path: request.path, same: request.res === response && request.app === app });
  });
  const server = createServer(taken ? expressMessages(app) : {}, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found: boolean[] = [];
  const { setPrototypeOf } = Object;
  jest.spyOn(Object, 'setPrototypeOf').mockImplementation((target: object, prototype: object | null) => {
    if (prototype === app.request || prototype === app.response) {
      found.push(Object.getPrototypeOf(target) !== prototype);
    }
    return setPrototypeOf(target, prototype) as object;
  });
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(await answer.json()).toEqual({ path: '/', same: true });
  server.close();
  return found;
}

test('records that Express changes the prototypes of plain requests and responses', async () => {
  expect(await changes(false)).toEqual([true, true]);
});

test('keeps the prototypes of requests and responses that use our message classes', async () => {
  expect(await changes(true)).toEqual([false, false]);
});
