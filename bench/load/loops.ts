// Two load models. A closed loop measures throughput. An open loop measures latency, because its requests arrive at a
// fixed rate, whether or not the server is ready for them.
import type { Connection, PreparedRequest } from './connection.ts';

export interface ClosedResult {
  readonly requests: number;
  readonly seconds: number;
}

export interface OpenResult {
  readonly requests: number;
  /** Milliseconds from the scheduled time of a request to its response; a lower bound if the server cannot keep up. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Whether all responses arrived within twice the scheduled duration. */
  readonly keptUp: boolean;
}

/** Each connection sends its next request after the previous response. */
export async function closedLoop(
  connections: readonly Connection[],
  plan: readonly PreparedRequest[],
  seconds: number,
): Promise<ClosedResult> {
  const start = performance.now();
  const deadline = start + seconds * 1000;
  let requests = 0;
  // If the generator slept, the system would wake it up for each response and charge the wake-up to the server.
  // Wake-ups would cost 50% more CPU per read, and an even larger share for a faster server.
  const stayAwake = (): void => {
    if (performance.now() < deadline) setImmediate(stayAwake);
  };
  stayAwake();
  await Promise.all(
    connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          const next = (): void => {
            if (performance.now() >= deadline) {
              resolve();
              return;
            }
            connection.send(entry(plan, requests++), next);
          };
          next();
        }),
    ),
  );
  return { requests, seconds: (performance.now() - start) / 1000 };
}

/**
 * Schedules a request every `1 / rate` seconds. Latency starts at the scheduled time and includes the wait for a free
 * connection, so a stalled server cannot hide it (no coordinated omission).
 */
export async function openLoop(
  connections: readonly Connection[],
  plan: readonly PreparedRequest[],
  rate: number,
  seconds: number,
): Promise<OpenResult> {
  const total = Math.floor(rate * seconds);
  const latencies = new Float64Array(total);
  const free = [...connections];
  const start = performance.now();
  const dueAt = (index: number): number => start + (index * 1000) / rate;
  let sent = 0;
  let answered = 0;

  await new Promise<void>((resolve) => {
    const end = setTimeout(resolve, 2 * seconds * 1000);
    const dispatch = (): void => {
      while (sent < total && dueAt(sent) <= performance.now()) {
        const connection = free.pop();
        if (connection === undefined) return;
        const index = sent++;
        connection.send(entry(plan, index), () => {
          latencies[index] = performance.now() - dueAt(index);
          free.push(connection);
          answered += 1;
          if (answered < total) {
            dispatch();
            return;
          }
          clearTimeout(end);
          resolve();
        });
      }
    };
    // Timers have a resolution of a millisecond, which would distort every figure.
    const tick = (): void => {
      dispatch();
      if (sent < total && performance.now() < start + 2 * seconds * 1000) setImmediate(tick);
    };
    tick();
  });

  const now = performance.now();
  for (const [index, latency] of latencies.entries()) {
    if (latency === 0) latencies[index] = Math.max(0, now - dueAt(index));
  }
  latencies.sort();
  const at = (share: number): number => latencies[Math.min(total - 1, Math.floor(total * share))] ?? NaN;
  return { requests: total, p50: at(0.5), p99: at(0.99), worst: at(1), keptUp: answered === total };
}

function entry(plan: readonly PreparedRequest[], index: number): PreparedRequest {
  const request = plan[index % plan.length];
  if (request === undefined) throw new Error('The plan is empty');
  return request;
}
