// The load generator: a process of its own, so that its work is not in the figures of the server.
import { openConnection } from './connection.ts';
import type { PreparedRequest } from './connection.ts';
import { closedLoop, openLoop } from './loops.ts';
import type { Order, PlannedRequest, Report } from './protocol.ts';

const plans = new Map<string, readonly PreparedRequest[]>();

process.on('message', (order: Order) => {
  carryOut(order).then(report, (error: unknown) => {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

function report(message: Report): void {
  process.send?.(message);
}

async function carryOut(order: Order): Promise<Report> {
  if (order.kind === 'plan') {
    plans.set(order.key, order.requests.map(prepared));
    return { kind: 'planned' };
  }
  const plan = plans.get(order.key) ?? [];
  let fail: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const connections = await Promise.all(
    Array.from({ length: order.connections }, () => openConnection(order.port, fail)),
  );
  try {
    if (order.kind === 'closed') {
      const loop = closedLoop(connections, plan, order.seconds);
      return { kind: 'closed', result: await Promise.race([loop, failure]) };
    }
    const loop = openLoop(connections, plan, order.rate, order.seconds);
    return { kind: 'open', result: await Promise.race([loop, failure]) };
  } finally {
    for (const connection of connections) connection.close();
  }
}

function prepared({ method, path, headers, content, status, body }: PlannedRequest): PreparedRequest {
  const bytes = Buffer.from(content ?? '');
  const all = {
    Host: '127.0.0.1',
    ...headers,
    ...(content === undefined ? {} : { 'Content-Length': String(bytes.length) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const whole = typeof body === 'string' ? Buffer.from(body) : undefined;
  return {
    bytes: Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`), bytes]),
    status,
    length: typeof body === 'string' ? Buffer.byteLength(body) : body,
    body: whole,
  };
}
