// Signals that come before the service is ready. A container's process 1 has no default for them: without a handler a
// stop during the start would be ignored, wait for the whole grace period, and then kill.
import { constants } from 'node:os';

/** What ends the service. */
export const endingSignals = ['SIGTERM', 'SIGINT'] as const;

function endAtOnce(signal: NodeJS.Signals): void {
  // As a shell reports a process that a signal has ended. Nothing is running yet that would have to be finished.
  process.exit(128 + constants.signals[signal]);
}

/** From now on, a signal ends the process at once. */
export function endOnSignals(): void {
  for (const signal of endingSignals) process.on(signal, endAtOnce);
}

/** From now on, somebody else answers them. */
export function handOverSignals(): void {
  for (const signal of endingSignals) process.off(signal, endAtOnce);
}
