/**
 * `unavailable`: user requests and the readiness probe return 503. `disconnect`: connections close without a response.
 */
export type OutageKind = 'unavailable' | 'disconnect';

export interface CurrentOutage {
  readonly kind: OutageKind;
  readonly untilMs: number;
}

/** An outage that a client can start and end. */
export interface Outage {
  /** Starts an outage that lasts until the given time. A time in the past ends the current outage. */
  start(kind: OutageKind, untilMs: number): void;
  end(): void;
  /** The outage at the given time, or undefined. */
  at(nowMs: number): CurrentOutage | undefined;
}

export function createOutage(): Outage {
  let current: CurrentOutage | undefined;
  return {
    start(kind, untilMs) {
      current = { kind, untilMs };
    },
    end() {
      current = undefined;
    },
    at: (nowMs) => (current !== undefined && nowMs < current.untilMs ? current : undefined),
  };
}
