// Tests the service with PgBouncer in front of PostgreSQL. The Debian package is pgbouncer.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../../src/database/open.ts';
import { storages } from '../../../src/storage.ts';
import { freePort } from '../../support/free-port.ts';
import { dropDatabase, makeDatabase, withClient } from '../../support/postgres/databases.ts';
import { atEnd } from '../../support/temporary-database.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const isInstalled =
  spawnSync('pgbouncer', ['--version'], { env: { ...process.env, PATH: path } }).error === undefined;

const unprivileged = { uid: 65_534, gid: 65_534 };

/** Starts PgBouncer in front of a database, and returns its URL of that database. */
async function startPgBouncer(url: string, mode: 'session' | 'transaction' | 'statement'): Promise<string> {
  const folder = temporaryFolder();
  const { hostname, port, pathname, username } = new URL(url);
  const own = await freePort();
  const file = `${folder}/pgbouncer.ini`;
  const lines = [
    '[databases]',
    `${pathname.slice(1)} = host=${hostname} port=${port} user=${username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
  ];
  writeFileSync(file, lines.join('\n'), { mode: 0o644 });
  // PgBouncer refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, unprivileged.uid, unprivileged.gid);
  const child = spawn('pgbouncer', [file], {
    ...(isRoot && unprivileged),
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  atEnd(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  const log: string[] = [];
  for await (const line of createInterface(child.stderr)) {
    log.push(line);
    if (line.includes('process up')) {
      child.stderr.resume();
      return `postgres://${username}@127.0.0.1:${own}${pathname}`;
    }
  }
  throw new Error(`PgBouncer did not start:\n${log.join('\n')}`);
}

(isInstalled ? describe : describe.skip)('behind PgBouncer (package pgbouncer)', () => {
  test('reads and writes in session mode', async () => {
    const direct = await makeDatabase();
    atEnd(() => dropDatabase(direct));
    const url = await startPgBouncer(direct, 'session');
    const database = await openDatabase({ url, version: '1.2.3' }, storages);
    atEnd(() => database.close());
    await database.check();
    await database.write('ada', (trx) =>
      trx.insertInto('task_tag').values({ owner: 'ada', tag: 'home', position: 1n }).execute(),
    );
    expect(await database.reader.selectFrom('task_tag').select('tag').execute()).toEqual([{ tag: 'home' }]);
  });

  test.each(['transaction', 'statement'] as const)('refuses to start in %s mode', async (mode) => {
    const direct = await makeDatabase();
    atEnd(() => dropDatabase(direct));
    const url = await startPgBouncer(direct, mode);
    await expect(openDatabase({ url, version: '1.2.3' }, storages)).rejects.toMatchObject({
      name: 'DatabaseError',
      what: expect.stringContaining('proxy that pools transactions'),
      remedy: expect.stringContaining('pool_mode = session'),
    });
    // Other clients of the proxy share its sessions.
    const { rows } = await withClient(url, (client) => client.query('show default_transaction_read_only'));
    expect(rows).toEqual([{ default_transaction_read_only: 'off' }]);
  });
});
