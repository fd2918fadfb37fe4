import { setImmediate } from 'node:timers/promises';

/** Turns the event loop until the check holds. Rejects when it does not within ten seconds: on a busy machine, much takes long. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`It did not come about: ${String(check)}`);
    await setImmediate();
  }
}
