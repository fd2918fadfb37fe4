import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import type { Tables } from '../../src/storage.ts';
import { completeFields } from '../../src/tasks/columns.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import type { Task } from '../../src/tasks/task.ts';
import { openTemporary } from '../support/temporary-database.ts';

const OWNER = 'ada';
const MIB = 1024 * 1024;
const description = 'Water the plants in the hall, and those on the balcony. '.repeat(80);

/** Deletes a task in the same way as the operation deleteTask. */
function deleteTask(database: Database<Tables>, task: Task): Promise<void> {
  const tasks = taskRepository(database);
  return database.write(OWNER, (trx) => tasks.within(trx, OWNER).remove(task), { isDelete: true });
}

/** Creates tasks until one is rejected. */
async function fill(database: Database<Tables>, text: string | null = null) {
  const created: Task[] = [];
  for (;;) {
    try {
      const fields = completeFields({ title: `Task ${created.length}`, description: text, tags: ['home'] });
      created.push(await taskRepository(database).write(OWNER, (tasks) => tasks.insert(fields)));
    } catch (error) {
      return { created, error };
    }
  }
}

async function count(database: Database<Tables>): Promise<number> {
  return (await taskRepository(database).summarize(OWNER, new Date().toISOString())).total;
}

describe('a database of the maximum size', () => {
  test.each([
    ['short tasks', null],
    ['long tasks', description],
  ])('permits deletes until all of its %s are gone', async (_what, text) => {
    const database = await openTemporary({ path: ':memory:', maxBytes: 600_000 });
    const { created, error } = await fill(database, text);
    expect(error).toMatchObject({ reason: 'full' });
    for (const task of created) await deleteTask(database, task);
    expect(await count(database)).toBe(0);
  });

  test('reports its maximum size and its usage, which deletes reduce', async () => {
    const database = await openTemporary({ path: ':memory:', maxBytes: MIB });
    const { created } = await fill(database, description);
    const { database_used_bytes: used, database_max_bytes: max } = database.measurements;
    expect(max?.read()).toBe(MIB);
    const before = used?.read() ?? 0;
    expect(before / MIB).toBeGreaterThan(0.7);
    expect(before).toBeLessThan(MIB);
    for (const task of created) await deleteTask(database, task);
    expect(used?.read()).toBeLessThan(before);
  });
});

/** A small disk in memory, which only root can mount. */
const disk = mkdtempSync(join(tmpdir(), 'small-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).status === 0;
const onDisk = isMounted ? test : test.skip;

describe('a full disk', () => {
  const ballast = join(disk, 'ballast');

  /** Fills the disk as another program would, and leaves this number of bytes free. */
  function leave(bytes: number): void {
    rmSync(ballast, { force: true });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
  }

  afterAll(() => {
    if (isMounted) execFileSync('umount', ['--lazy', disk]);
    rmSync(disk, { recursive: true });
  });

  onDisk(
    `permits deletes while the reserve is free${isMounted ? '' : ' (skipped: cannot mount a disk)'}`,
    async () => {
      const database = await openTemporary({ path: join(disk, 'deletes.db') });
      leave(17 * MIB);
      const { created, error } = await fill(database, description);
      expect(error).toMatchObject({ reason: 'full' });
      expect(created.length).toBeGreaterThan(10);
      for (const task of created) await deleteTask(database, task);
      expect(await count(database)).toBe(0);
    },
  );

  onDisk('serves reads while another program uses the reserve, and permits deletes afterwards', async () => {
    const path = join(disk, 'reserve.db');
    const database = await openTemporary({ path });
    leave(17 * MIB);
    const { created } = await fill(database, description);
    leave(0);
    const left: Task[] = [];
    for (const task of created) {
      await deleteTask(database, task).catch((error: unknown) => {
        expect(error).toMatchObject({ reason: 'full' });
        left.push(task);
      });
    }
    expect(await count(database)).toBe(left.length);
    // On a full disk, closing cannot checkpoint the write-ahead log. The next start reads it.
    await database.close();

    leave(17 * MIB);
    const reopened = await openTemporary({ path });
    expect(await count(reopened)).toBe(left.length);
    for (const task of left) await deleteTask(reopened, task);
    expect(await count(reopened)).toBe(0);
  });
});
