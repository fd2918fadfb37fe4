// Runs the service in containers, with the restrictions from dast/container-engine.ts.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { restricted } from '../../dast/container-engine.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { freePort } from '../../tests/support/free-port.ts';

export interface Images {
  readonly engine: string;
  readonly image: string;
}

export interface ProcessResult {
  readonly code: number | null;
  readonly output: string;
}

export interface Container {
  readonly url: string;
  readonly name: string;
  /** Milliseconds from the start of the engine to the first response. */
  readonly startMs: number;
  /** Resolves when the log contains the text. */
  untilLogged(text: string): Promise<void>;
  /** Sends SIGTERM and waits until the container exits. */
  stop(): Promise<ProcessResult>;
}

const startTimeoutSeconds = 120;
let containers = 0;

/** Runs the engine with these arguments. */
export function call(engine: string, args: readonly string[], input?: Buffer): ProcessResult {
  const { code, stdout, stderr } = callForBytes(engine, args, input);
  return { code, output: `${stdout.toString()}${stderr}` };
}

/** Runs the engine with these arguments, and returns its output as bytes. */
export function callForBytes(
  engine: string,
  args: readonly string[],
  input: Buffer = Buffer.alloc(0),
): { readonly code: number | null; readonly stdout: Buffer; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(engine, args, { input, maxBuffer: 2 ** 28 });
  return { code: status, stdout, stderr: stderr.toString() };
}

/** Starts the service with options for the engine's `run` command, and waits until it is ready. */
export async function start(
  { engine, image }: Images,
  options: readonly string[],
  scheme: 'http' | 'https' = 'http',
): Promise<Container> {
  const name = `task-manager-test-${process.pid}-${(containers += 1)}`;
  const port = await freePort();
  const publish = ['--publish', `127.0.0.1:${port}:5000`];
  const started = performance.now();
  const child = spawn(engine, ['run', '--rm', '--name', name, ...publish, ...restricted, ...options, image], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then((): ProcessResult => ({ code: child.exitCode, output }));

  const url = `${scheme}://127.0.0.1:${port}`;
  const deadline = started + startTimeoutSeconds * 1000;
  while (!(output.includes('"message":"ready"') && (await respondsOk(`${url}/health/ready`)))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGTERM');
      throw new Error(`The service did not become ready:\n${output}`);
    }
    await setTimeout(20);
  }
  return {
    url,
    name,
    startMs: performance.now() - started,
    untilLogged: async (text) => {
      while (!output.includes(text)) await Promise.race([once(child.stdout, 'data'), ended]);
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/**
 * Measures how long the engine itself takes to start a container, in milliseconds. The container runs the smallest program in
 * the image, the health check, until its first output.
 */
export async function startOfEngine({ engine, image }: Images): Promise<number> {
  const started = performance.now();
  const options = ['--rm', '--entrypoint', '/usr/local/bin/health', ...restricted];
  const child = spawn(engine, ['run', ...options, image], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
  const took = performance.now() - started;
  await ended;
  return took;
}
