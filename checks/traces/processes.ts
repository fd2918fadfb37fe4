import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
/** A running program. */
export interface Program {
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
}

const readyTimeoutMs = 60_000;

/** Starts a program whose output goes to a file in the folder, and waits until it is ready. */
export async function startProgram(
  file: string,
  args: readonly string[],
  { folder, name, isReady }: { folder: string; name: string; isReady: () => Promise<boolean> },
): Promise<Program> {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(file, args, { cwd: folder, stdio: ['ignore', log, log] });
  const exited = once(child, 'exit');
  const program: Program = {
    signal: (signal) => child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
  const deadline = performance.now() + readyTimeoutMs;
  while (!(await isReady())) {
    if (child.exitCode === null && performance.now() < deadline) {
      await setTimeout(100);
      continue;
    }
    await program.kill();
    throw new Error(`${name} did not start. See ${join(folder, `${name}.log`)}.`);
  }
  return program;
}
