// An instance of the service as a separate process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findLine } from '../../tests/support/find-line.ts';

export interface Instance {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** Whether the instance is up. False once it has been sent a signal. */
  isUp(): boolean;
  /** Sends a signal. Resolves to the exit code, or null if the signal killed the process. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const running = new Set<ReturnType<typeof spawn>>();

/** Starts an instance, by default of the service itself, and waits until it is ready. */
export async function startInstance(
  name: string,
  environment: NodeJS.ProcessEnv,
  program = main,
): Promise<Instance> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => {
    running.delete(child);
    return child.exitCode;
  });
  let up = true;
  const url = await findLine(name, child.stdout, (line) => {
    const { message, url: address } = JSON.parse(line) as { message: string; url?: string };
    return message === 'ready' ? address : undefined;
  });
  return {
    name,
    pid: Number(child.pid),
    url,
    isUp: () => up,
    end: async (signal) => {
      up = false;
      child.kill(signal);
      return await ended;
    },
  };
}

/** Kills the remaining instances. */
export function endInstances(): void {
  for (const child of running) child.kill('SIGKILL');
}
