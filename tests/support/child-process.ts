// Runs the service as a separate process, with the Node that runs the tests.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { issueToken } from '../../src/security/issue-token.ts';
import { secret } from './secret.ts';
import { removeTemporaryFolders } from './temporary-folder.ts';

type Environment = Readonly<Record<string, string>>;

/** The output and the exit code of a process. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A service that is ready. */
export interface RunningService {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves to the exit code, possibly before all output is read. */
  readonly exited: Promise<number | null>;
  /** The log so far, one object per line. */
  logged(): Record<string, unknown>[];
  /** Resolves when a line with this message is in the log. */
  untilLogged(message: string): Promise<void>;
  /** Resolves to all of standard error as soon as it contains the text. */
  untilPrinted(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Closes the reading end of the log, so that writing to the log fails. */
  stopReading(): void;
  /** Pauses reading the log. */
  pauseReading(): void;
  resumeReading(): void;
}

const project = fileURLToPath(new URL('../../', import.meta.url));
const started = new Set<ChildProcess>();

/** Ends the processes of a test, and removes its temporary directories. */
export async function cleanUp(): Promise<void> {
  for (const child of started) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  removeTemporaryFolders();
}

/** Returns a token that a service with `secret` accepts. */
export function token(sub = 'alice'): Promise<string> {
  const key = new TextEncoder().encode(secret);
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  return issueToken(key, { ...names, sub, scope: 'tasks:read tasks:write', lifetimeSeconds: 600 });
}

/** The environment of a service with its database in this directory, `secret`, and any free port. */
export function settings(folder: string): Environment {
  return { PORT: '0', DATABASE_URL: `sqlite:${folder}/tasks.db`, AUTH_JWT_SECRET: secret };
}

/** Runs a script of the project until it exits. */
export async function run(script: string, environment: Environment, args: string[] = []): Promise<Ended> {
  return await launch(script, environment, args).ended;
}

/**
 * Starts the service, or a command that serves, and waits until it is ready. The default script is src/main.js of the project.
 */
export async function serve(
  environment: Environment,
  args: string[] = [],
  script = 'src/main.js',
): Promise<RunningService> {
  const { child, ended, written, output } = launch(script, environment, args);
  const logged = () =>
    written.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  /** Waits for output until the check succeeds. Rejects if the process ends first. */
  const until = async (what: string, check: () => boolean): Promise<void> => {
    const isOver = ended.then(() => true);
    while (!check()) {
      const more = once(output, 'more').then(() => false);
      if ((await Promise.race([isOver, more])) && !check()) {
        throw new Error(`The process ended before ${what}: ${written.stdout}${written.stderr}`);
      }
    }
  };
  const untilLogged = (message: string): Promise<void> =>
    until(message, () => logged().some((line) => line['message'] === message));

  await untilLogged('ready');
  return {
    url: String(logged().find(({ message }) => message === 'ready')?.['url']),
    pid: Number(child.pid),
    ended,
    exited: once(child, 'exit').then(() => child.exitCode),
    logged,
    untilLogged,
    stopReading: () => child.stdout.destroy(),
    pauseReading: () => void child.stdout.pause(),
    resumeReading: () => void child.stdout.resume(),
    untilPrinted: async (text) => {
      await until(text, () => written.stderr.includes(text));
      return written.stderr;
    },
    kill: (signal) => child.kill(signal),
  };
}

function launch(script: string, environment: Environment, args: string[] = []) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: project,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  const written = { stdout: '', stderr: '' };
  const output = new EventEmitter();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      written[name] += chunk.toString();
      output.emit('more');
    });
  }
  const ended = once(child, 'close').then((): Ended => {
    started.delete(child);
    return { code: child.exitCode, signal: child.signalCode, ...written };
  });
  return { child, ended, written, output };
}
