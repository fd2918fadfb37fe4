import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Request, Response } from 'express';
import { expect, test } from '@jest/globals';
import { RequestCost } from '../../src/http/request-cost.ts';
import { fairQueue } from '../../src/security/fair-queue.ts';

/** Requests that keep the event loop busy, and the order in which they ran. */
function requests() {
  const pass = fairQueue();
  const order: string[] = [];
  const cost = new RequestCost(new Socket());
  function send(sub: string, busyMs: number): Promise<void> {
    return new Promise((resolve) => {
      void pass({ user: { sub, scopes: new Set() }, cost } as unknown as Request, {} as Response, () => {
        const end = performance.now() + busyMs;
        while (performance.now() < end);
        order.push(sub);
        resolve();
      });
    });
  }
  return { order, send };
}

test('makes a request wait for at most one request of each other user', async () => {
  const { order, send } = requests();
  const greedy = Array.from({ length: 20 }, () => send('greedy', 5));
  const others = ['ada', 'grace'].map((sub) => send(sub, 1));
  await Promise.all([...greedy, ...others]);
  expect(order.indexOf('ada')).toBeLessThanOrEqual(3);
  expect(order.indexOf('grace')).toBeLessThanOrEqual(4);
});

test('serves many short requests without waiting for as many long ones', async () => {
  const { order, send } = requests();
  const greedy = Array.from({ length: 20 }, () => send('greedy', 5));
  const others = Array.from({ length: 20 }, () => send('ada', 0.05));
  await Promise.all([...greedy, ...others]);
  expect(order.lastIndexOf('ada')).toBeLessThan(20 + 8);
});

test('reads sockets between long requests', async () => {
  const { order, send } = requests();
  const all = Array.from({ length: 10 }, () => send('greedy', 5));
  const timer = new Promise((resolve) => setTimeout(resolve, 1));
  await timer;
  expect(order.length).toBeLessThan(5);
  await Promise.all(all);
  expect(order).toHaveLength(10);
});

test('runs the first short request of each user immediately, and the others in one event loop turn', async () => {
  const { order, send } = requests();
  const all = ['ada', 'grace', 'ada', 'ada'].map((sub) => send(sub, 0));
  expect(order).toEqual(['ada', 'grace']);
  await new Promise(setImmediate);
  expect(order).toEqual(['ada', 'grace', 'ada', 'ada']);
  await Promise.all(all);
});

test('does not start all requests together when they resume together', async () => {
  const { order, send } = requests();
  const verified = Promise.withResolvers<undefined>();
  const sendLater = async (sub: string): Promise<void> => {
    await verified.promise;
    // The work follows in a later microtask, as in an asynchronous handler.
    await send(sub, 0).then(() => undefined);
    const end = performance.now() + 5;
    while (performance.now() < end);
  };
  const all = Array.from({ length: 10 }, () => sendLater('greedy'));
  verified.resolve(undefined);
  await new Promise(setImmediate);
  expect(order.length).toBeLessThan(5);
  await Promise.all(all);
});

test('does not delay requests without a user', async () => {
  const pass = fairQueue();
  const socket = new Socket();
  const started: boolean[] = [];
  const request = { cost: new RequestCost(socket) } as unknown as Request;
  void pass(request, {} as Response, () => started.push(true));
  expect(started).toEqual([true]);
  socket.destroy();
  await once(socket, 'close');
});
