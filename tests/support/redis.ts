// A real Redis for tests: a separate process on a free port, with nothing on disk.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './free-port.ts';
import { findLine } from './find-line.ts';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Stops responding, with the connections open, until it is resumed. */
  suspend(): void;
  resume(): void;
  /** Ends the process, and resolves when it has exited. */
  stop(): Promise<void>;
}

/** Whether Redis is installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).error === undefined;

/** Starts Redis on the given port or a free one. Resolves when it accepts connections. */
export async function startRedis(port?: number, ...options: readonly string[]): Promise<TestRedis> {
  const own = port ?? (await freePort());
  const args = ['--port', String(own), '--bind', '127.0.0.1', '--save', '', '--daemonize', 'no', ...options];
  const redis = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(redis, 'exit');
  await findLine('Redis', redis.stdout, (line) => line.includes('Ready to accept connections') || undefined);
  return {
    url: `redis://127.0.0.1:${own}`,
    port: own,
    suspend: () => void redis.kill('SIGSTOP'),
    resume: () => void redis.kill('SIGCONT'),
    async stop() {
      redis.kill('SIGKILL');
      await ended;
    },
  };
}
