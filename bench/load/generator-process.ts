// The load generator. It is a separate process, so that its CPU time is not counted as the server's.
import { openConnection } from './connection.ts';
import type { PreparedRequest } from './connection.ts';
import { closedLoop, openLoop } from './loops.ts';
import { prepareRequest } from './prepare-request.ts';
import type { Order, Report } from './protocol.ts';

const plans = new Map<string, readonly PreparedRequest[]>();

process.on('message', (order: Order) => {
  execute(order).then(report, (error: unknown) => {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

function report(message: Report): void {
  process.send?.(message);
}

async function execute(order: Order): Promise<Report> {
  if (order.kind === 'plan') {
    plans.set(order.key, order.requests.map(prepareRequest));
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
