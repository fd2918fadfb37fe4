/** `unavailable`: requests of users, and readiness, return 503. `disconnect`: connections close without a response. */
export type OutageKind = 'unavailable' | 'disconnect';

/** An outage on demand. */
export interface Outage {
  /** Starts an outage that ends at a time, or ends it with one that has passed. */
  start(kind: OutageKind, untilMs: number): void;
  end(): void;
  /** The kind of the outage at a time, or undefined. */
  at(nowMs: number): OutageKind | undefined;
}

export function createOutage(): Outage {
  let current: { readonly kind: OutageKind; readonly untilMs: number } | undefined;
  return {
    start(kind, untilMs) {
      current = { kind, untilMs };
    },
    end() {
      current = undefined;
    },
    at: (nowMs) => (current !== undefined && nowMs < current.untilMs ? current.kind : undefined),
  };
}
