import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { exportItems } from '../../../src/commands/transfer/export.ts';
import { checkLines, importItems } from '../../../src/commands/transfer/import.ts';
import type { ImportResult } from '../../../src/commands/transfer/import.ts';
import { createChecksum, writeLine } from '../../../src/commands/transfer/export-line.ts';
import type { Database } from '../../../src/database/database.ts';
import type { OwnedTask } from '../../../src/tasks/transfer.ts';
import type { OwnedWebhook } from '../../../src/webhooks/transfer.ts';
import { taskRepository } from '../../../src/tasks/repository.ts';
import type { Tables } from '../../../src/storage.ts';
import { openSearchIndex } from '../../../src/tasks/storage/open-search-index.ts';
import { openFresh, openTemporary } from '../../support/temporary-database.ts';
import { create, fields } from '../../tasks/sample-tasks.ts';
import { addWebhook } from '../../webhooks/stored-webhooks.ts';

const owners = ['ada', 'Zoë', 'auth0|1', '界'];

/** The number of tasks in `filled`. One owner has more tasks than fit into a transaction. */
const total = 549 + 3 * 20;

/** A database with tasks of several owners, some of them changed, completed or deleted. */
async function filled(): Promise<Database<Tables>> {
  const database = await openTemporary();
  for (const [index, owner] of owners.entries()) {
    await taskRepository(database).write(owner, async (tasks) => {
      for (let n = 0; n < (owner === 'ada' ? 560 : 20); n += 1) {
        const given = fields({
          title: `Task ${n} "of" ${owner} 😀`,
          description: n % 3 === 0 ? null : `Line one\nline ${n} \u2028`,
          priority: n % 2 === 0 ? 'low' : 'urgent',
          status: n % 5 === 0 ? 'completed' : 'pending',
          dueAt: n % 4 === 0 ? null : '2030-01-02T03:04:05.678Z',
          tags: n % 7 === 0 ? [] : [`tag-${n % 7}`, 'all'],
        });
        const stored = await tasks.insert(given, 1_700_000_000_000 + index);
        if (n % 10 === 0) {
          const changed = fields({ ...given, status: 'in_progress' });
          await tasks.save(stored, changed, 1_800_000_000_000);
        }
        if (n % 50 === 49) await tasks.remove(stored);
      }
    });
  }
  return database;
}

/** The text of an export. */
async function exported(database: Database<Tables>): Promise<string> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await exportItems(database, out);
  return Buffer.concat(chunks).toString();
}

function imported(database: Database<Tables>, text: string | Buffer): Promise<ImportResult> {
  return importItems(database, chunksOf(text));
}

/** Splits text into chunks at arbitrary positions, as reading a file does. */
function chunksOf(text: string | Buffer): Readable {
  const bytes = Buffer.from(text);
  const size = 1009;
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
  );
}

/** Adds a matching trailer to lines. */
function finished(...lines: readonly string[]): string {
  const checksum = createChecksum();
  for (const line of lines) checksum.add(line);
  return [...lines, writeLine(checksum.trailer())].join('');
}

/** An export of one task, and the task. */
async function oneTask(): Promise<OwnedTask> {
  const database = await openTemporary();
  const task = await create(database, { title: 'Water the plants', tags: ['home'] });
  return { owner: 'ada', task };
}

describe('export and import', () => {
  test('preserve all tasks byte for byte, from SQLite to each engine and back', async () => {
    const source = await filled();
    const text = await exported(source);
    const target = await openFresh();
    const { count, present } = await imported(target, text);
    expect([count, present]).toEqual([total, 0]);
    expect(await exported(target)).toBe(text);

    const back = await openTemporary();
    await imported(back, await exported(target));
    expect(await exported(back)).toBe(text);
    for (const table of ['task_count', 'task_due_count', 'task_tag', 'task_search'] as const) {
      const rows = (database: Database<Tables>) =>
        database.reader
          .selectFrom(table as 'task_tag')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
      const counted = table === 'task_count' ? undefined : await rows(source);
      if (counted !== undefined) expect([table, await rows(back)]).toEqual([table, counted]);
    }
  });

  test('preserve counts, search and the order of new tasks', async () => {
    const source = await filled();
    const target = await openFresh();
    await imported(target, await exported(source));
    const now = '2031-01-01T00:00:00.000Z';
    for (const owner of owners) {
      const summary = await taskRepository(target).summarize(owner, now);
      expect(summary).toEqual(await taskRepository(source).summarize(owner, now));
    }
    const found = async (database: Database<Tables>) => {
      const { reader } = database;
      const search = openSearchIndex(database);
      const { terms } = await search.termsOf(reader, 'Zoë', ['line', '17']);
      const { rows } = await reader
        .selectFrom(search.matches(terms).as('found'))
        .innerJoin('task', 'task.position', 'found.position')
        .select('task.id')
        .orderBy('task.id')
        .execute()
        .then((list) => ({ rows: list }));
      return rows;
    };
    expect(await found(source)).toHaveLength(1);
    expect(await found(target)).toEqual(await found(source));

    const [last] = (await exported(target)).trimEnd().split('\n').slice(-2, -1);
    const { task } = JSON.parse(last!) as OwnedTask;
    const next = await create(target, {}, '界');
    expect(next.id > task.id).toBe(true);
    expect(next.createdAt >= task.updatedAt).toBe(true);
  });

  test('transfer an empty database', async () => {
    const text = await exported(await openFresh());
    expect(text).toBe(finished());
    expect(await imported(await openFresh(), text)).toMatchObject({ count: 0, present: 0 });
  });
});

describe('importItems', () => {
  test('continues an interrupted import', async () => {
    const text = await exported(await filled());
    const target = await openFresh();
    const lines = text.split('\n');
    await expect(imported(target, `${lines.slice(0, 540).join('\n')}\n`)).rejects.toThrow(
      'The export is incomplete',
    );
    const { count, present } = await imported(target, text);
    expect(count).toBe(total);
    expect(present).toBe(20 + 512);
    expect(await exported(target)).toBe(text);
    expect(await imported(target, text)).toMatchObject({ count, present: count });
  });

  test('leaves other tasks of the database unchanged', async () => {
    const target = await openFresh();
    const own = await create(target, { title: 'Existed before' }, 'ada', 1_600_000_000_000);
    const text = await exported(await filled());
    await imported(target, text);
    const lines = (await exported(target)).split('\n');
    expect(lines).toHaveLength(text.split('\n').length + 1);
    expect(lines.filter((line) => line.includes(own.id))).toHaveLength(1);
  });

  test.each<[string, (owned: OwnedTask) => OwnedTask]>([
    ['the database contains version 1', (owned) => ({ ...owned, task: { ...owned.task, version: 2 } })],
    [
      'its fields in the database differ',
      (owned) => ({ ...owned, task: { ...owned.task, title: 'Another' } }),
    ],
    ['it belongs to a different owner in the database', (owned) => ({ ...owned, owner: 'ben' })],
    ['at the same position', (owned) => ({ ...owned, task: { ...owned.task, id: sibling(owned.task.id) } })],
  ])('does not overwrite a different stored task: %s', async (what, change) => {
    const owned = await oneTask();
    const target = await openFresh();
    await imported(target, finished(writeLine(owned)));
    const before = await exported(target);
    await expect(imported(target, finished(writeLine(change(owned))))).rejects.toThrow(
      new RegExp(`^Line 1 contains the task .*${what}\\. Delete it from the database`),
    );
    expect(await exported(target)).toBe(before);
  });

  test('rejects a file with two versions of a task', async () => {
    const owned = await oneTask();
    const other: OwnedTask = { ...owned, task: { ...owned.task, version: 9 } };
    const twice = finished(writeLine(owned), writeLine(other));
    await expect(imported(await openFresh(), twice)).rejects.toThrow('Line 2 contains the task');
  });
});

test('names the line of a webhook that the database rejects', async () => {
  const { webhook, ...owned } = await oneWebhook();
  const late = { ...owned, webhook: { ...webhook, updatedAt: '9999-12-31T23:59:59.999Z' } };
  await expect(imported(await openFresh(), finished(writeLine(late)))).rejects.toThrow(
    /^The database rejected line 1: /,
  );
});

async function oneWebhook(): Promise<OwnedWebhook> {
  const database = await openFresh();
  return { owner: 'ada', webhook: await addWebhook(database, 'ada'), secretGeneration: 1 };
}

/** Another id with the same position. */
function sibling(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
}

describe('checkLines', () => {
  const wrong: readonly [string, (owned: OwnedTask) => unknown][] = [
    ['/task/title must NOT have fewer', ({ task, ...rest }) => ({ ...rest, task: { ...task, title: '' } })],
    [
      '/task/title must NOT have more',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, title: 'x'.repeat(201) } }),
    ],
    ['/task/status must be equal', ({ task, ...rest }) => ({ ...rest, task: { ...task, status: 'done' } })],
    [
      '/task/dueAt must match',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, dueAt: '2030-02-30T00:00:00.000Z' } }),
    ],
    [
      '/task/tags must NOT have duplicate',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, tags: ['a', 'a'] } }),
    ],
    [
      '/task must NOT have unevaluated properties (note)',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, note: 1 } }),
    ],
    ["must have required property 'owner'", ({ task }) => ({ task })],
    ['/owner must NOT have more', (owned) => ({ ...owned, owner: 'x'.repeat(256) })],
    ['/task/version must be >= 1', ({ task, ...rest }) => ({ ...rest, task: { ...task, version: 0 } })],
    ['it must NOT have additional properties (etag)', (owned) => ({ ...owned, etag: '"1"' })],
    ['it must be object', () => [1]],
    [
      'its id contains no position',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, id: 'ffffffff-ffff-7fff-bfff-ffffffffffff' } }),
    ],
    [
      'the time in its id differs',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, createdAt: '2020-01-01T00:00:00.000Z' } }),
    ],
    [
      'its updatedAt is before',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, updatedAt: '2020-01-01T00:00:00.000Z' } }),
    ],
    [
      'its completedAt and its status contradict',
      ({ task, ...rest }) => ({ ...rest, task: { ...task, completedAt: task.createdAt } }),
    ],
  ];

  test.each(wrong)('names the line of an invalid task: %s', async (why, change) => {
    const owned = await oneTask();
    const bad = `${JSON.stringify(change(owned))}\n`;
    const check = checkLines(chunksOf(finished(writeLine(owned), bad)));
    await expect(check).rejects.toThrow('Line 2 ');
    await expect(check).rejects.toThrow(why);
  });

  test.each<[why: string, change: object, others?: object]>([
    ['an inconsistent webhook: its disabledReason and its status contradict', { status: 'disabled' }],
    ['an inconsistent webhook: its disabledReason and its status contradict', { disabledReason: 'gone' }],
    ['an inconsistent webhook: the time in its id differs', { createdAt: '2020-01-01T00:00:00.000Z' }],
    ['an inconsistent webhook: its updatedAt is before', { updatedAt: '2020-01-01T00:00:00.000Z' }],
    ['it must NOT have additional properties (task)', {}, { task: null }],
    ['/secretGeneration must be <= 2147483647', {}, { secretGeneration: 2 ** 31 }],
  ])('names the line of an invalid webhook: %s', async (why, change, others = {}) => {
    const owned = await oneWebhook();
    const bad = `${JSON.stringify({ ...owned, webhook: { ...owned.webhook, ...change }, ...others })}\n`;
    const check = checkLines(chunksOf(finished(writeLine(owned), bad)));
    await expect(check).rejects.toThrow('Line 2 ');
    await expect(check).rejects.toThrow(why);
  });

  test('rejects a file that was truncated, extended or altered, or is not an export', async () => {
    const line = writeLine(await oneTask());
    const text = finished(line);
    const check = (bytes: string | Buffer) => expect(checkLines(chunksOf(bytes))).rejects;
    await check(line).toThrow('The export is incomplete: it has 1 lines');
    await check(text.slice(0, -9)).toThrow('Line 2 is not JSON');
    await check(text + line).toThrow('Line 3 follows the last line');
    await check(text.replace('plants', 'plänts')).toThrow('altered');
    await check(text.replace('"count":1', '"count":2')).toThrow('its last line states 2');
    await check(Buffer.concat([Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from(text)])).toThrow(
      'Line 1 is not JSON',
    );
    await check(`\n${text}`).toThrow('Line 1 is not JSON');
    await check('x'.repeat(2 ** 21)).toThrow('Line 1 is longer than');
    await check('').toThrow('The export is incomplete: it has 0 lines');
    await expect(checkLines(chunksOf(text))).resolves.toMatchObject({ count: 1 });
  });
});
