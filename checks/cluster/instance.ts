// An instance of the service: a process of its own, as in production.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { untilLine } from '../../tests/support/until-line.ts';

export interface Instance {
  readonly name: string;
  readonly url: string;
  /** False from the moment that it was told to end. */
  isUp(): boolean;
  /** Ends it with a signal; gives its exit code, or null where the signal was its end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const running = new Set<ReturnType<typeof spawn>>();

/** Starts an instance; resolves when it is ready. */
export async function startInstance(name: string, environment: NodeJS.ProcessEnv): Promise<Instance> {
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
  const url = await untilLine(name, child.stdout, (line) => {
    const { message, url: address } = JSON.parse(line) as { message: string; url?: string };
    return message === 'ready' ? address : undefined;
  });
  return {
    name,
    url,
    isUp: () => up,
    end: async (signal) => {
      up = false;
      child.kill(signal);
      return await ended;
    },
  };
}

/** Ends those that are left. */
export function endInstances(): void {
  for (const child of running) child.kill('SIGKILL');
}
