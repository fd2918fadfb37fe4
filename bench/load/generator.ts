// Starts the load generator process and controls it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClosedResult, OpenResult } from './loops.ts';
import type { Order, PlannedRequest, Report } from './protocol.ts';

export interface Generator {
  /** Stores the requests to send under a key. */
  plan(key: string, requests: readonly PlannedRequest[]): Promise<void>;
  runClosedLoop(key: string, port: number, connections: number, seconds: number): Promise<ClosedResult>;
  runOpenLoop(
    key: string,
    port: number,
    connections: number,
    rate: number,
    seconds: number,
  ): Promise<OpenResult>;
  stop(): void;
}

/** If a run takes this much longer than planned, it has stalled. */
const graceMs = 30_000;

/** Starts the load generator. Its methods reject on the first unexpected response. */
export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL('generator-process.ts', import.meta.url)));

  async function ask(order: Order, seconds = 0): Promise<Report> {
    child.send(order);
    const signal = AbortSignal.timeout(seconds * 1000 + graceMs);
    const [report] = (await once(child, 'message', { signal }).catch((cause: unknown) => {
      throw new Error(`The load generator did not respond to the order "${order.kind}" for ${order.key}`, {
        cause,
      });
    })) as [Report];
    if (report.kind === 'failed') throw new Error(report.message);
    return report;
  }

  return {
    async plan(key, requests) {
      await ask({ kind: 'plan', key, requests });
    },
    async runClosedLoop(key, port, connections, seconds) {
      const report = await ask({ kind: 'closed', key, port, connections, seconds }, seconds);
      if (report.kind !== 'closed') throw new Error('Unexpected report from the load generator');
      return report.result;
    },
    async runOpenLoop(key, port, connections, rate, seconds) {
      const report = await ask({ kind: 'open', key, port, connections, rate, seconds }, seconds);
      if (report.kind !== 'open') throw new Error('Unexpected report from the load generator');
      return report.result;
    },
    stop() {
      child.disconnect();
      child.kill();
    },
  };
}
