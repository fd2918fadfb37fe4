// The cost of a request: how long it keeps the event loop, a worker or the database busy, and the size of its response
// in bytes. A stopwatch measures the time, and pauses while the request waits for something else: the rest of its
// body, the keys that verify its token, Redis, or another write.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';

/** The cost of one request so far. */
export class RequestCost {
  readonly #socket: Socket;
  readonly #bytesBefore: number;
  #bytes: number | undefined;
  #milliseconds = 0;
  /** The start of the running period. Undefined while the stopwatch is paused. */
  #since: number | undefined = performance.now();
  /**
   * How long the event loop had been idle when `awaitStatements` was called or the last statement was counted, in
   * milliseconds. Undefined while statements do not count.
   */
  #idleMs: number | undefined;

  /** Starts the stopwatch. */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.#bytesBefore = socket.bytesWritten;
  }

  pause(): void {
    if (this.#since === undefined) return;
    this.#milliseconds += performance.now() - this.#since;
    this.#since = undefined;
  }

  /**
   * Pauses while the handler waits for statements that another process executes. `chargeStatement` adds the time of the
   * statements.
   */
  awaitStatements(): void {
    this.pause();
    this.#idleMs = idleMs();
  }

  resume(): void {
    this.#since ??= performance.now();
    this.#idleMs = undefined;
  }

  /** Adds a worker's time. If the stopwatch is running, this replaces the time since the stopwatch was started. */
  chargeWorker(milliseconds: number): void {
    this.#milliseconds += milliseconds;
    if (this.#since !== undefined) this.#since = performance.now();
  }

  /**
   * Adds the time of a statement after `awaitStatements`. Counts only the time during which the event loop was idle:
   * when it is busy, the statement's result waits for the work of other requests.
   */
  chargeStatement(milliseconds: number): void {
    if (this.#idleMs === undefined) return;
    const idle = idleMs();
    this.#milliseconds += Math.min(milliseconds, idle - this.#idleMs);
    this.#idleMs = idle;
  }

  get milliseconds(): number {
    return this.#milliseconds + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }

  /** The size of the response in bytes, including its headers. Read it when the response is closed. */
  get bytes(): number {
    return (this.#bytes ??= this.#socket.bytesWritten - this.#bytesBefore);
  }
}

/** Returns how long the event loop has waited for events since the start of the process, in milliseconds. */
function idleMs(): number {
  return performance.eventLoopUtilization().idle;
}

const current = new AsyncLocalStorage<RequestCost>();

/** Runs work during which `currentCost` returns this cost. */
export function withCost<T>(cost: RequestCost, work: () => T): T {
  return current.run(cost, work);
}

/** The cost of the request that the calling code serves. Undefined outside a request. */
export function currentCost(): RequestCost | undefined {
  return current.getStore();
}

/** Starts to measure the cost of each request. Comes first in the pipeline. */
export const measureCost: RequestHandler = (request, _response, next) => {
  request.cost = new RequestCost(request.socket);
  next();
};
