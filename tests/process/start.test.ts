import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import packageJson from '../../package.json' with { type: 'json' };
import { createAuthority, install } from '../support/certificates.ts';
import { cleanUp, run, serve, settings, token } from '../support/child-process.ts';
import type { Ended } from '../support/child-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

/** Splits a shell command into words. Supports only single quotes. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

describe('the first start', () => {
  test('prints a curl command that creates a task', async () => {
    const folder = temporaryFolder();
    const service = await serve({ PORT: '0', DATABASE_URL: `sqlite:${folder}/data/tasks.db` });
    const output = await service.untilPrinted('curl ');
    expect(output).toContain(`${service.url}/docs`);
    expect(output).toContain(`${folder}/data/development-secret`);

    const line = output.split('\n').find((one) => one.startsWith('curl '))!;
    const [curl, include, url, ...rest] = words(line);
    expect([curl, include, url]).toEqual(['curl', '-i', `${service.url}/tasks`]);
    const [one, type = '', two, authorization = '', data, body = ''] = rest;
    expect([one, two, data, rest.length]).toEqual(['-H', '-H', '-d', 6]);
    const headers = [type, authorization].map((field): [string, string] => {
      const [name = '', value = ''] = field.split(': ');
      return [name, value];
    });
    const response = await fetch(url!, { method: 'POST', headers, body });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ title: 'Try this API' });

    expect((await stat(`${folder}/data/development-secret`)).mode & 0o777).toBe(0o600);
    expect((await stat(`${folder}/data/tasks.db`)).mode & 0o077).toBe(0);
    service.kill('SIGTERM');
    const { stdout } = await service.ended;
    expect(stdout).toContain('"operationId":"createTask"');
    expect(stdout).not.toContain(headers[1]?.[1]?.split('.')[2]);
  });

  test('prints the https URL, and a curl command that trusts the certificate', async () => {
    const folder = temporaryFolder();
    const files = install(createAuthority().issue(), folder);
    const service = await serve({ PORT: '0', DATABASE_URL: `sqlite:${folder}/tasks.db`, ...files });
    const output = await service.untilPrinted('curl ');
    expect(service.url).toMatch(/^https:/);
    expect(output).toContain(`curl -i --cacert '${files.TLS_CERT_FILE}' ${service.url}/tasks`);
    expect(output).toContain(`Reference   ${service.url}/docs`);
  });

  test('names PUBLIC_URL in the curl command instead of the address that it listens on', async () => {
    const PUBLIC_URL = 'https://tasks.example.com/v1';
    const service = await serve({
      PORT: '0',
      DATABASE_URL: `sqlite:${temporaryFolder()}/tasks.db`,
      PUBLIC_URL,
    });
    const output = await service.untilPrinted('curl ');
    expect(output).toContain(`curl -i ${PUBLIC_URL}/tasks`);
    expect(output).not.toContain(service.url);
    service.kill('SIGTERM');
    await service.ended;
  });

  test('accepts tokens from npm run token, even after a restart', async () => {
    const environment = { PORT: '0', DATABASE_URL: `sqlite:${temporaryFolder()}/tasks.db` };
    const { stdout } = await run('src/main.js', environment, [
      'token',
      '--sub',
      'ann',
      '--scope',
      'tasks:read',
    ]);
    for (let start = 0; start < 2; start += 1) {
      const service = await serve(environment);
      const headers = { Authorization: `Bearer ${stdout.trim()}` };
      expect((await fetch(`${service.url}/tasks`, { headers })).status).toBe(200);
      expect((await fetch(`${service.url}/tasks`, { method: 'POST', headers })).status).toBe(403);
      service.kill('SIGTERM');
      expect((await service.ended).code).toBe(0);
    }
  });

  test('prints nothing on standard error when a secret is configured', async () => {
    const service = await serve(settings(temporaryFolder()));
    const headers = { Authorization: `Bearer ${await token()}` };
    expect((await fetch(`${service.url}/tasks`, { headers })).status).toBe(200);
    service.kill('SIGTERM');
    const { stdout, stderr } = await service.ended;
    expect(stderr).toBe('');
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { message: string }).message),
    ).toEqual(['migrated the database', 'ready', 'request', 'stopping', 'most expensive users', 'stopped']);
  });

  test('logs a variable that resembles a setting', async () => {
    const service = await serve({ ...settings(temporaryFolder()), DATABSE_URL: 'sqlite:./other.db' });
    expect(service.logged()).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'unknown setting',
        name: 'DATABSE_URL',
        similar: 'DATABASE_URL',
      }),
    );
  });

  test('needs no file for an in-memory database', async () => {
    const folder = temporaryFolder();
    const service = await serve({ ...settings(folder), DATABASE_URL: 'sqlite::memory:' });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    service.kill('SIGINT');
    expect((await service.ended).code).toBe(0);
  });
});

describe('a failing start', () => {
  /** Expects exit code 1, and these messages without a stack trace on standard error. */
  function expectExplained({ code, signal, stdout, stderr }: Ended, ...texts: (string | RegExp)[]): void {
    // The migration is logged, because the service opens the database before it listens.
    const log = stdout.split('\n').filter((line) => line !== '' && !line.includes('"migrated the database"'));
    expect([code, signal, log]).toEqual([1, null, []]);
    for (const text of texts) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stderr).not.toMatch(/node:|Warning|\[envalid\]/);
  }

  test('reports that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const PORT = String((other.address() as AddressInfo).port);
    const ended = await run('src/main.js', { ...settings(temporaryFolder()), PORT });
    other.close();
    expectExplained(ended, 'EADDRINUSE', `127.0.0.1:${PORT}`, 'Set PORT to another');
  });

  test.each(['192.0.2.1', 'no-such-host.invalid'])(
    'reports that %s is not an address of this machine',
    async (HOST) => {
      const ended = await run('src/main.js', { ...settings(temporaryFolder()), HOST });
      expectExplained(ended, HOST, 'Set HOST to an address of this machine');
    },
  );

  test('reports that the data directory cannot be created', async () => {
    // Even root cannot create a directory where a file exists.
    const file = `${temporaryFolder()}/data`;
    await writeFile(file, '');
    const DATABASE_URL = `sqlite:${file}/tasks.db`;
    expectExplained(
      await run('src/main.js', { PORT: '0', DATABASE_URL }),
      `Cannot write ${file}/development-secret (EEXIST)`,
      'set AUTH_JWT_SECRET',
    );
    expectExplained(
      await run('src/main.js', { ...settings(file), DATABASE_URL }),
      `Cannot write the database file ${file}/tasks.db`,
      'set the database URL to another path',
    );
  });

  test.each(['/proc/task-manager/data', '/proc/self/task-manager'])(
    'reports that %s cannot be created',
    async (folder) => {
      const DATABASE_URL = `sqlite:${folder}/tasks.db`;
      for (const environment of [
        { PORT: '0', DATABASE_URL },
        { ...settings(folder), DATABASE_URL },
      ]) {
        expectExplained(await run('src/main.js', environment), 'Cannot write', folder);
      }
    },
  );

  test('reports that the database is a directory', async () => {
    const folder = temporaryFolder();
    const ended = await run('src/main.js', { ...settings(folder), DATABASE_URL: `sqlite:${folder}` });
    expectExplained(ended, 'EISDIR', `Name a file in it: sqlite:${folder}/tasks.db`);
  });

  test('reports that Node is too old, and the required version', async () => {
    const { engines } = packageJson;
    const [, oldest = ''] = /^>=(\d+\.\d+)$/.exec(engines.node) ?? [];
    const [major = 0, minor = 0] = oldest.split('.').map(Number);
    for (const version of ['20.20.2', `${major}.${minor - 1}.9`]) {
      const pretended = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
      const child = spawnSync(process.execPath, ['--import', pretended, 'src/main.js'], { encoding: 'utf8' });
      expect([child.status, child.stdout]).toEqual([1, '']);
      expect(child.stderr).toMatch(
        new RegExp(`^Node ${version} is too old: ${oldest} or newer is required\\..*\n$`),
      );
    }
  });

  test('requires npm ci when packages are missing', async () => {
    const folder = temporaryFolder();
    await cp('src', `${folder}/src`, { recursive: true });
    await writeFile(`${folder}/package.json`, '{"type":"module","version":"1.0.0"}');
    const start = () => spawnSync(process.execPath, [`${folder}/src/main.js`], { encoding: 'utf8' });
    const first = start();
    expect([first.status, first.stdout, first.stderr]).toEqual([
      1,
      '',
      'The npm packages are missing. Run `npm ci` first.\n',
    ]);
    // Simulates an update that adds packages.
    await mkdir(`${folder}/node_modules/express`, { recursive: true });
    const second = start();
    expect([second.status, second.stdout]).toEqual([1, '']);
    expect(second.stderr).toMatch(/^Cannot find package .*\. Run `npm ci` first\.\n$/);
  });

  test('reports that the file is not a database', async () => {
    const folder = temporaryFolder();
    await writeFile(
      `${folder}/tasks.db`,
      'This is a text that is long enough not to count as an empty file.',
    );
    expectExplained(
      await run('src/main.js', settings(folder)),
      `${folder}/tasks.db is not a SQLite database`,
    );
  });

  /** A directory with a database to which this change was applied. */
  async function withDatabase(change: (database: Sqlite.Database) => void): Promise<string> {
    const folder = temporaryFolder();
    const service = await serve(settings(folder));
    service.kill('SIGTERM');
    await service.ended;
    const database = new Sqlite(`${folder}/tasks.db`);
    change(database);
    database.close();
    return folder;
  }

  test('reports that the database is damaged', async () => {
    const folder = await withDatabase((database) => {
      // The table of migrations then has a page that does not exist.
      database.unsafeMode();
      database.pragma('writable_schema = on');
      database.exec("update sqlite_schema set rootpage = 1000000 where name = 'task_manager_migration'");
    });
    expectExplained(await run('src/main.js', settings(folder)), `${folder}/tasks.db is damaged`, 'backup');
  });

  test('reports that a newer version wrote the database', async () => {
    const folder = await withDatabase((database) => {
      database.exec("insert into task_manager_migration values ('tasks/9999-later', '9999.0.0')");
    });
    const ended = await run('src/main.js', settings(folder));
    expectExplained(ended, 'written by a newer version', '9999-later', 'Run that version');
  });

  test('reports that the database belongs to another program', async () => {
    const folder = temporaryFolder();
    new Sqlite(`${folder}/tasks.db`).exec('create table other (id integer)').close();
    expectExplained(await run('src/main.js', settings(folder)), 'a database that another program created');
  });
});

test('preserves an acknowledged task on kill -9', async () => {
  const environment = settings(temporaryFolder());
  const headers = { Authorization: `Bearer ${await token()}`, 'Content-Type': 'application/json' };
  const ids: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const service = await serve(environment);
    const body = JSON.stringify({ title: `Round ${round}` });
    const response = await fetch(`${service.url}/tasks`, { method: 'POST', headers, body });
    service.kill('SIGKILL');
    ids.push(response.headers.get('Location') ?? '');
    expect(response.status).toBe(201);
    expect((await service.ended).signal).toBe('SIGKILL');
  }
  const service = await serve(environment);
  for (const id of ids) expect((await fetch(`${service.url}/${id}`, { headers })).status).toBe(200);
  const summary = await fetch(`${service.url}/summary`, { headers });
  expect(await summary.json()).toMatchObject({ total: 3 });
});
