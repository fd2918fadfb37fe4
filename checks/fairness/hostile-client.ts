// The hostile client. It runs in a separate process with a low priority, because a real one would run on another machine.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Order, Counts } from './hostile-load.ts';
import { type HostileRequest, type Shape, shapes } from './load-shapes.ts';

/** The pause of a connection after a 429 or a 503, or after it was closed. */
const PAUSE_MS = 100;

/** An address in a different network from the well-behaved user's. Only Linux assigns all of 127/8 to the host. */
const localAddress = process.platform === 'linux' ? '127.66.0.1' : '127.0.0.1';

setPriority(10);
process.once('disconnect', () => process.exit());
const [order] = (await once(process, 'message')) as [Order];
const shape = shapes.find(({ name }) => name === order.shape);
if (shape === undefined) throw new Error(`Unknown shape: ${order.shape}`);

const counts = new Map<string, number>();
const count = (outcome: string): void => {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
};
const agent = new Agent({ keepAlive: true, maxSockets: shape.connections });
const end = new AbortController();
let sent = 0;

process.once('message', () => {
  end.abort();
  const report: Counts = Object.fromEntries(counts);
  process.send?.(report, () => process.exit());
});
await Promise.all(
  Array.from({ length: shape.connections }, () =>
    shape.unread === undefined ? sendAndRead() : sendOnly(shape),
  ),
);

function next(): HostileRequest {
  sent += 1;
  const each = (shape as Shape).request(sent, order.context);
  const authorization =
    (shape as Shape).user === 'anonymous' ? {} : { Authorization: `Bearer ${order.context.token}` };
  return { ...each, headers: { ...authorization, ...each.headers } };
}

async function sendAndRead(): Promise<void> {
  while (!end.signal.aborted) {
    const outcome = await send(next());
    count(outcome);
    if (['429', '503'].includes(outcome) || Number.isNaN(Number(outcome))) await pause(PAUSE_MS);
  }
}

function send({ method, path, headers, body }: HostileRequest): Promise<string> {
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const options = { method, agent, localAddress, headers: { ...headers, ...length } };
    const sending = request(order.url + path, options, (response) => {
      response.resume();
      response.on('close', () => {
        resolve(response.complete ? String(response.statusCode) : 'truncated');
      });
    });
    sending.on('error', (error) => {
      resolve('code' in error ? String(error.code) : error.message);
    });
    sending.end(body);
  });
}

/** Pipelines requests without reading the responses. Connects again when the service closes the connection. */
async function sendOnly({ unread = 1 }: Shape): Promise<void> {
  const { hostname, port } = new URL(order.url);
  while (!end.signal.aborted) {
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    socket.pause();
    const closed = new Promise<void>((resolve) => {
      // A socket that is not read reports only a reset.
      socket.on('error', () => {
        resolve();
      });
      socket.on('close', () => {
        resolve();
      });
    });
    for (let n = 0; n < unread; n += 1) {
      const { method, path, headers } = next();
      const fields = Object.entries({ Host: hostname, ...headers }).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      socket.write(`${method} ${path} HTTP/1.1\r\n${fields.join('')}\r\n`);
      count('unread');
    }
    await closed;
    count('closed');
    await pause(PAUSE_MS);
  }
}
