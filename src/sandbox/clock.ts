import type { Clock } from '../resource/owner/account.ts';

/** A clock that can be moved forward, and continues from there. */
export interface SandboxClock {
  readonly now: Clock;
  /** Moves the clock forward. */
  advance(milliseconds: number): void;
  /** Resets the clock to the system time. */
  reset(): void;
}

export function createClock(): SandboxClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance(milliseconds) {
      offset += milliseconds;
    },
    reset() {
      offset = 0;
    },
  };
}
