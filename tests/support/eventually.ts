import { setImmediate } from 'node:timers/promises';
import { scaled } from './timeouts.js';

/** Turns the event loop until the check holds. Rejects after ten seconds, scaled with the machine. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + scaled(10_000);
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`It did not come about: ${String(check)}`);
    await setImmediate();
  }
}
