import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { backUp } from '../../src/database/sqlite/backup.ts';
import { openDatabase } from '../../src/database/open.ts';
import { storages } from '../../src/storage.ts';
import { create } from '../tasks/sample-tasks.ts';
import { openTemporary, temporaryPath } from '../support/temporary-database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('backUp', () => {
  test('copies a snapshot of a database in use into one file that only its owner can read', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path });
    for (let n = 0; n < 50; n += 1) await create(database, { title: `Task ${n}`, tags: ['a'] });
    const stop = new AbortController();
    const writing = (async () => {
      for (let n = 0; !stop.signal.aborted; n += 1) await create(database, { title: `Later ${n}` });
    })();
    const target = temporaryPath();
    const { rows, bytes } = await backUp(path, target);
    stop.abort();
    await writing;

    expect(readdirSync(dirname(target))).toEqual(['tasks.db']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(statSync(target).size).toBe(bytes);
    expect(rows['task']).toBeGreaterThanOrEqual(50);
    const restored = await openDatabase({ url: `sqlite:${target}` }, storages);
    const { count } = await restored.reader
      .selectFrom('task')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    await create(restored);
    await restored.close();
    expect(count).toBe(rows['task']);
  });

  test('never overwrites a file', async () => {
    const path = temporaryPath();
    await openTemporary({ path });
    const target = temporaryPath();
    writeFileSync(target, 'precious');
    await expect(backUp(path, target)).rejects.toThrow(`${target} exists`);
    expect(readdirSync(dirname(target))).toEqual(['tasks.db']);
  });

  test('reports a full disk, and leaves no file behind', async () => {
    const path = temporaryPath();
    const database = await openTemporary({ path });
    for (let n = 0; n < 100; n += 1) await create(database, { description: 'long '.repeat(1000) });
    await database.close();
    const folder = temporaryFolder();
    const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
    // A file size limit stands in for a full disk: both make the same write fail.
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 128 && exec "$0" "$@"', process.execPath, program, 'backup', `${folder}/copy.db`],
      { env: { ...process.env, DATABASE_URL: `sqlite:${path}` }, encoding: 'utf8' },
    );
    expect(stderr).toMatch(
      /^There is no space left to write \S+ \(SQLITE_\w+\)\. Free up disk space, or choose another disk\.\n$/,
    );
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("reports a missing directory, another program's database and a damaged database, and leaves no file behind", async () => {
    const path = temporaryPath();
    const folder = temporaryFolder();
    await expect(backUp(path, `${folder}/copy.db`)).rejects.toThrow(`There is no database at ${path}`);
    new Sqlite(path).exec('create table other (id integer)').close();
    await expect(backUp(path, `${folder}/copy.db`)).rejects.toThrow(
      'a database that another program created',
    );

    const own = temporaryPath();
    const database = await openTemporary({ path: own });
    await create(database);
    await expect(backUp(own, `${folder}/nowhere/copy.db`)).rejects.toThrow(
      /^Cannot create .*nowhere.* \(ENOENT\)/,
    );

    const raw = new Sqlite(own);
    raw.unsafeMode();
    raw.pragma('writable_schema = on');
    raw.exec(
      "update sqlite_schema set sql = replace(sql, '(owner, due_at)', '(owner, title)') where name = 'task_by_due'",
    );
    raw.close();
    await expect(backUp(own, `${folder}/copy.db`)).rejects.toThrow('The copy differs from the database');
    expect(readdirSync(folder)).toEqual([]);
  });
});
