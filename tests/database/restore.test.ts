import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { backUp } from '../../src/database/sqlite/backup.ts';
import { restore } from '../../src/database/sqlite/restore.ts';
import { storages } from '../../src/storage.ts';
import { version } from '../../src/process/version.ts';
import { create } from '../tasks/sample-tasks.ts';
import { openTemporary, temporaryPath } from '../support/temporary-database.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = { storages, version };

/** A backup with one task. */
async function backup(): Promise<{ bytes: Buffer; path: string; close: () => Promise<void> }> {
  const path = temporaryPath();
  const database = await openTemporary({ path });
  await create(database, { title: 'Water the plants', description: 'long '.repeat(1000) });
  const copy = `${temporaryFolder()}/copy.db`;
  await backUp(path, copy);
  return { bytes: readFileSync(copy), path, close: () => database.close() };
}

async function* inChunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
}

function titlesIn(path: string): unknown[] {
  const database = new Sqlite(path, { readonly: true });
  const titles = database.prepare('select title from task order by position').pluck().all();
  database.close();
  return titles;
}

describe('restore', () => {
  test('creates a database that only its owner can read, and returns the number of rows', async () => {
    const { bytes } = await backup();
    const folder = temporaryFolder();
    const path = `${folder}/data/tasks.db`;
    expect(await restore(inChunks(bytes), path, program)).toEqual({
      rows: expect.objectContaining({ task: 1 }),
      previous: undefined,
    });
    expect(readdirSync(`${folder}/data`)).toEqual(['tasks.db']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(titlesIn(path)).toEqual(['Water the plants']);
  });

  test('keeps the previous database with its WAL', async () => {
    const { bytes, path, close } = await backup();
    await close();
    // Creates the state after a kill: the WAL was not copied into the main file.
    const raw = new Sqlite(path);
    raw.exec("update task set title = 'In the WAL'");
    const [file, wal] = [readFileSync(path), readFileSync(`${path}-wal`)];
    raw.close();
    writeFileSync(path, file);
    writeFileSync(`${path}-wal`, wal);

    const { previous = '' } = await restore(inChunks(bytes), path, program);
    expect(titlesIn(path)).toEqual(['Water the plants']);
    expect(titlesIn(previous)).toEqual(['In the WAL']);
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  test('replaces a damaged file', async () => {
    const { bytes } = await backup();
    const path = temporaryPath();
    writeFileSync(path, 'spoiled '.repeat(1000));
    const { previous = '' } = await restore(inChunks(bytes), path, program);
    expect(titlesIn(path)).toEqual(['Water the plants']);
    expect(readFileSync(previous, 'utf8')).toMatch(/^spoiled /);
  });

  test('rejects a database in use, and leaves no file behind', async () => {
    const { bytes, path } = await backup();
    const before = readdirSync(dirname(path));
    await expect(restore(inChunks(bytes), path, program)).rejects.toThrow(
      `${path} is in use. Stop the service first.`,
    );
    expect(readdirSync(dirname(path))).toEqual(before);
  });

  const spoiled: readonly [string, (whole: Buffer) => Buffer, string][] = [
    ['truncated', (whole) => whole.subarray(0, whole.length - 8192), 'is damaged'],
    ['changed', (whole) => Buffer.from(whole).fill(0, 8192, 12_288), 'is damaged'],
    ['not a database', () => Buffer.from('no database, and long '.repeat(100)), 'not a SQLite database'],
    ['empty', () => Buffer.alloc(0), 'is empty'],
  ];
  test.each(spoiled)('rejects a backup that is %s, and changes nothing', async (_what, spoil, message) => {
    const { bytes, path, close } = await backup();
    await close();
    const before = readdirSync(dirname(path));
    await expect(restore(inChunks(spoil(bytes)), path, program)).rejects.toThrow(message);
    expect(readdirSync(dirname(path))).toEqual(before);
    expect(titlesIn(path)).toEqual(['Water the plants']);
  });

  test('rejects a backup of a newer version', async () => {
    const { bytes } = await backup();
    const newer = `${temporaryFolder()}/newer.db`;
    writeFileSync(newer, bytes);
    const raw = new Sqlite(newer);
    raw.exec("insert into task_manager_migration values ('tasks/9999-later', '9999.0.0')");
    raw.close();
    await expect(restore(inChunks(readFileSync(newer)), temporaryPath(), program)).rejects.toThrow(
      'was written by a newer version of this program',
    );
  });

  test('reports a backup that cannot be read', async () => {
    const unreadable = async function* (): AsyncGenerator<Buffer> {
      readFileSync('/nowhere/copy.db');
      yield Buffer.alloc(0);
    };
    await expect(restore(unreadable(), temporaryPath(), program)).rejects.toThrow('(ENOENT)');
  });
});
