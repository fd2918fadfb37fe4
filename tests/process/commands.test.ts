// Runs the commands through the program's entry point, as in a container, which has no npm.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { version } from '../../src/process/version.ts';
import { cleanUp, run, serve, settings, token } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const commandNames = [
  'backup',
  'erase-owner',
  'export',
  'import',
  'migrate',
  'restore',
  'resync',
  'sandbox',
  'token',
];

afterEach(cleanUp);

/** Runs a command with this standard input, and returns its output as bytes. */
async function call(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input: Buffer = Buffer.alloc(0),
) {
  const child = spawn(process.execPath, ['src/main.js', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  // The command may exit before it has read its input.
  child.stdin.on('error', () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  await ended;
  return { code: child.exitCode, stdout, stderr };
}

async function createTask(url: string, title: string): Promise<void> {
  const headers = { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/tasks`, { method: 'POST', headers, body: JSON.stringify({ title }) });
  expect(response.status).toBe(201);
}

/** The titles of the tasks in a closed database. */
function titlesIn(path: string): unknown[] {
  const database = new Sqlite(path, { readonly: true });
  const titles = database.prepare('select title from task order by position').pluck().all();
  database.close();
  return titles;
}

describe('the program', () => {
  test('rejects an unknown command with exit code 2, and lists the commands', async () => {
    for (const name of ['backdown', 'toString', '--hlep']) {
      const { code, stdout, stderr } = await run('src/main.js', settings(temporaryFolder()), [name]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(new RegExp(`^Unknown command: ${name}\n`));
      expect(stderr.match(/^ {2}[\w-]+/gm)).toEqual(commandNames.map((command) => `  ${command}`));
    }
  });

  test.each(['help', '--help', '-h'])('prints its commands for %s', async (name) => {
    const { code, stdout, stderr } = await run('src/main.js', {}, [name]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(/^ {2}[\w-]+/gm)).toEqual(commandNames.map((command) => `  ${command}`));
  });

  test('prints the usage of a command for --help', async () => {
    for (const name of commandNames) {
      const { code, stdout, stderr } = await run('src/main.js', {}, [name, '--help']);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: node src/main.js ${name}`);
    }
  });

  test('prints its version for --version, with and without a command', async () => {
    for (const args of [[], ...commandNames.map((name) => [name])])
      expect([args, await run('src/main.js', {}, [...args, '--version'])]).toEqual([
        args,
        expect.objectContaining({ code: 0, stdout: `${version}\n`, stderr: '' }),
      ]);
  });

  test('rejects an unknown option of each command with exit code 2', async () => {
    for (const name of commandNames) {
      const { code, stdout, stderr } = await run('src/main.js', settings(temporaryFolder()), [
        name,
        '--nope',
      ]);
      expect([name, code, stdout]).toEqual([name, 2, '']);
      expect(stderr).toMatch(new RegExp(`'--nope'.*\n.*Usage: node src/main.js ${name}`, 's'));
    }
  });

  test('requires no key in production for commands that only use the database', async () => {
    const folder = temporaryFolder();
    const { DATABASE_URL = '' } = settings(folder);
    const environment = { NODE_ENV: 'production', DATABASE_URL };
    expect(await run('src/main.js', environment, ['migrate'])).toMatchObject({ code: 0 });
    const exported = await run('src/main.js', environment, ['export', `${folder}/tasks.ndjson`]);
    expect(exported).toMatchObject({ code: 0 });
    const imported = await run('src/main.js', environment, ['import', `${folder}/tasks.ndjson`]);
    expect(imported).toMatchObject({ code: 0 });
    expect(await run('src/main.js', environment, ['backup', `${folder}/copy.db`])).toMatchObject({ code: 0 });
    expect((await run('src/main.js', environment, ['token'])).stderr).toContain('AUTH_JWT_SECRET');
  });
});

test('refuses to erase an owner from a database that does not exist', async () => {
  const environment = settings(temporaryFolder());
  const { code, stderr } = await run('src/main.js', environment, ['erase-owner', 'ada']);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^There is no database at .*\/tasks\.db\./)]);
});

describe('the .env file', () => {
  const program = resolve('src/main.js');

  test('is read when an npm script starts the program, and set variables take precedence', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/.env`, 'PORT=from-file\nLOG_LEVEL=from-file\n');
    const start = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
      spawnSync(process.execPath, [program, ...args], {
        cwd: folder,
        env: { PATH: process.env['PATH'], LOG_LEVEL: 'from-shell', ...environment },
        encoding: 'utf8',
      }).stderr;
    for (const [script, ...args] of [['start'], ['dev'], ['token', 'token']] as const) {
      const stderr = start({ npm_lifecycle_event: script }, ...args);
      expect(stderr).toContain('PORT must be');
      expect(stderr).toContain('from-shell');
    }
    for (const script of ['', 'jest']) {
      expect(start({ npm_lifecycle_event: script })).not.toContain('PORT must be');
    }
  });
});

describe('the usage of a command', () => {
  test.each([
    ['run-script', 'npm run backup -- FILE'],
    ['', 'node src/main.js backup FILE'],
  ])('names npm or node, whichever started the process: npm_command=%s prints %s', async (npm, usage) => {
    const environment = { ...settings(temporaryFolder()), npm_command: npm };
    const { code, stderr } = await run('src/main.js', environment, ['backup']);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^Missing argument: FILE\nUsage: ${usage}`));
  });

  test('names npm run in the welcome text of npm start', async () => {
    const { DATABASE_URL = '' } = settings(temporaryFolder());
    for (const [npm, command] of [
      ['start', 'npm run token -- --sub demo'],
      ['', 'node src/main.js token --sub demo'],
    ] as const) {
      const service = await serve({ PORT: '0', DATABASE_URL, npm_command: npm });
      expect(await service.untilPrinted('curl -i')).toContain(command);
      service.kill('SIGTERM');
      await service.ended;
    }
  });
});

describe('a backup to standard output', () => {
  test('copies the database of a running service, prints its checksum, and leaves no other file', async () => {
    const folder = temporaryFolder();
    const service = await serve(settings(folder));
    for (const title of ['First', 'Second']) await createTask(service.url, title);
    const before = readdirSync(folder).sort();
    const { code, stdout, stderr } = await call(['backup', '-'], settings(folder));
    expect(code).toBe(0);
    const sum = createHash('sha256').update(stdout).digest('hex');
    expect(stderr).toMatch(
      new RegExp(`^Standard output: 2 tasks, .* MiB, sha256 ${sum}, copied and verified in`),
    );
    expect(readdirSync(folder).sort()).toEqual(before);

    const copy = `${temporaryFolder()}/copy.db`;
    writeFileSync(copy, stdout);
    expect(titlesIn(copy)).toEqual(['First', 'Second']);
    await createTask(service.url, 'Third');
  });

  test('fails when the program reading it stops early, and leaves no file', async () => {
    const folder = temporaryFolder();
    const service = await serve(settings(folder));
    await createTask(service.url, 'x'.repeat(100));
    const before = readdirSync(folder).sort();
    const child = spawn(process.execPath, ['src/main.js', 'backup', '-'], {
      env: { PATH: process.env['PATH'], ...settings(folder) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const ended = once(child, 'close');
    expect(await text(child.stderr)).toBe(
      'The program reading this output stopped before all of it was written (broken pipe).\n',
    );
    await ended;
    expect(child.exitCode).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe('a backup', () => {
  test.each(['restore', 'import'])(
    '%s names a file that it cannot read, without a stack trace',
    async (command) => {
      const folder = temporaryFolder();
      for (const [file, code] of [
        [`${folder}/missing.db`, 'ENOENT'],
        [folder, 'EISDIR'],
      ] as const) {
        const { code: exitCode, stderr } = await call([command, file], settings(folder));
        expect([exitCode, stderr.trim().split('\n').length]).toEqual([1, 1]);
        expect(stderr).toContain(`Cannot read ${file} (${code}`);
      }
    },
  );

  test('is rejected when it is empty', async () => {
    const { code, stdout, stderr } = await call(['restore', '-'], settings(temporaryFolder()));
    expect([code, stdout.toString()]).toEqual([1, '']);
    expect(stderr).toBe('The backup is empty. Name a file that the command backup wrote.\n');
  });

  test('is restored, and the previous database is preserved', async () => {
    const folder = temporaryFolder();
    const first = await serve(settings(folder));
    await createTask(first.url, 'First');
    const { stdout } = await call(['backup', '-'], settings(folder));
    await createTask(first.url, 'After the backup');
    // The service is killed, so that its write-ahead log remains.
    first.kill('SIGKILL');
    await first.ended;

    const restored = await call(['restore', '-'], settings(folder), stdout);
    expect(restored.stderr).toMatch(
      /^Restored \S+tasks\.db: 1 tasks\.\nThe previous database is now \S+\.\n$/,
    );
    expect(restored.code).toBe(0);
    const aside = /now (\S+)\.\n$/.exec(restored.stderr)?.[1] ?? '';
    expect(titlesIn(aside)).toEqual(['First', 'After the backup']);
    const second = await serve(settings(folder));
    await createTask(second.url, 'Later');
    second.kill('SIGTERM');
    await second.ended;
    expect(titlesIn(`${folder}/tasks.db`)).toEqual(['First', 'Later']);
  });

  test('is restored with a new epoch, so that clients of the change feed start over', async () => {
    const folder = temporaryFolder();
    const epoch = (): unknown => {
      const database = new Sqlite(`${folder}/tasks.db`, { readonly: true });
      const found = database.prepare('select epoch from change_epoch').pluck().get();
      database.close();
      return found;
    };
    expect((await call(['migrate'], settings(folder))).code).toBe(0);
    const before = epoch();
    const { stdout } = await call(['backup', '-'], settings(folder));
    expect((await call(['restore', '-'], settings(folder), stdout)).code).toBe(0);
    const restored = epoch();
    expect(restored).not.toBe(before);
    expect(await call(['resync'], settings(folder))).toMatchObject({ code: 0 });
    expect(epoch()).not.toBe(restored);
  });

  test('is restored from a file when no database exists', async () => {
    const [from, to] = [temporaryFolder(), temporaryFolder()];
    const service = await serve(settings(from));
    await createTask(service.url, 'First');
    expect((await call(['backup', `${to}/copy.db`], settings(from))).code).toBe(0);
    expect((await call(['restore', `${to}/copy.db`], settings(`${to}/data`))).code).toBe(0);
    expect(titlesIn(`${to}/data/tasks.db`)).toEqual(['First']);
    expect(readdirSync(`${to}/data`)).toEqual(['tasks.db']);
  });
});
