import { setImmediate } from 'node:timers/promises';
import { scaled } from './timeouts.js';

/** Waits until the check succeeds. Rejects after ten seconds, scaled for this machine. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + scaled(10_000);
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`The condition was not met in time: ${String(check)}`);
    await setImmediate();
  }
}
