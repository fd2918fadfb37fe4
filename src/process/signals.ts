// Handles signals that arrive before the service is ready. The kernel ignores a signal to process 1 of a container
// unless the process has a handler. Without a handler, a stop during the start would take the whole grace period and
// end in SIGKILL.
import { constants } from 'node:os';

/** The signals that stop the service. */
export const shutdownSignals = ['SIGTERM', 'SIGINT'] as const;

function exitImmediately(signal: NodeJS.Signals): void {
  // The exit code that a shell reports for a process that a signal has ended.
  process.exit(128 + constants.signals[signal]);
}

/** Makes a signal end the process immediately. */
export function exitOnSignals(): void {
  for (const signal of shutdownSignals) process.on(signal, exitImmediately);
}

/** Reverts `exitOnSignals`, once the service handles signals itself. */
export function stopExitingOnSignals(): void {
  for (const signal of shutdownSignals) process.off(signal, exitImmediately);
}
