// The two ways to load a server: a closed loop, which finds out how much it can do, and an open loop, which finds out
// how long an answer takes when requests arrive whether the server is ready for them or not.
import type { Connection, PreparedRequest } from './connection.ts';

export interface ClosedResult {
  readonly requests: number;
  readonly seconds: number;
}

export interface OpenResult {
  readonly requests: number;
  /** Milliseconds from the moment a request was due to its answer; at least so many where it could not keep up. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  /** Whether all was answered within twice the time that it was due in. */
  readonly keptUp: boolean;
}

/** Every connection sends its next request when the one before was answered, until the time is over. */
export async function closedLoop(
  connections: readonly Connection[],
  plan: readonly PreparedRequest[],
  seconds: number,
): Promise<ClosedResult> {
  const start = performance.now();
  const deadline = start + seconds * 1000;
  let requests = 0;
  // Asleep, it would have to be woken for each answer, and the system books that on the server that sent it: half as
  // much again for a read, and the more the faster the server is.
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
 * A request is due every `1 / rate` seconds. One that finds no free connection waits, and its wait counts: latency is
 * taken from the moment when it was due, so a server that stalls cannot hide it (no coordinated omission).
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
    // A timer has a grain of a millisecond, which would be in every figure.
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
  if (request === undefined) throw new Error('The plan has no requests');
  return request;
}
