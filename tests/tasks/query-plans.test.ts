import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, test } from '@jest/globals';
import { deleteExpired } from '../../src/resource/idempotency/saved-requests.ts';
import type { IdempotencyTables } from '../../src/resource/idempotency/storage.ts';
import { readTaskChanges } from '../../src/tasks/changes.ts';
import type { ListQuery } from '../../src/tasks/list.ts';
import { taskRepository, type TaskRepository } from '../../src/tasks/repository.ts';
import type { TaskTables } from '../../src/tasks/storage/tables.ts';
import { atEnd, openTemporary, temporaryPath } from '../support/temporary-database.ts';
import { OWNER } from './sample-tasks.ts';

// The query plans of SQLite. `SEARCH` seeks in an index, `SCAN` reads a table from the start, and `USE TEMP B-TREE` sorts
// the rows. One index must cover both the filter and the order of a list.

const T1 = '2026-03-01T00:00:00.000Z';
const T2 = '2026-04-01T00:00:00.000Z';
const someId = '019ca0b0-0000-7000-8000-000000000000';

const byOwner = 'SEARCH task USING INDEX task_by_owner (owner=?';
const byDue = 'SEARCH task USING INDEX task_by_due (owner=? AND due_at';
const byCompleted = 'SEARCH task USING INDEX task_by_completed (owner=? AND completed_at';
const byUpdated = 'SEARCH task USING INDEX task_by_updated (owner=?';
const byPriority = 'SEARCH task USING INDEX task_by_priority (owner=?';
const byStatus = 'SEARCH task USING INDEX task_by_status (owner=? AND status=?';
const byStatusDue = 'SEARCH task USING INDEX task_by_status_due (owner=? AND status=? AND due_at';
const byTag = 'SEARCH task_tag USING PRIMARY KEY (owner=? AND tag=?';
// 192 is the order of FTS5, descending by rowid. M1 is the match expression.
const byWord = 'SCAN task_search VIRTUAL TABLE INDEX 192:M1';

const lists: [name: string, query: Partial<ListQuery>, index: string][] = [
  ['newest first', {}, byOwner],
  ['oldest first', { sort: 'created' }, byOwner],
  ['by due date', { sort: 'due' }, byDue],
  ['by due date, descending', { sort: '-due' }, byDue],
  ['by update', { sort: 'updated' }, byUpdated],
  ['by update, descending', { sort: '-updated' }, byUpdated],
  ['by priority', { sort: 'priority' }, byPriority],
  ['by priority, descending', { sort: '-priority' }, byPriority],
  ['of one status', { status: ['pending'] }, byStatus],
  ['of several statuses', { status: ['pending', 'in_progress', 'completed'] }, byStatus],
  ['of one priority', { priority: ['high'] }, `${byPriority} AND priority=?`],
  ['of several priorities', { priority: ['high', 'urgent'] }, `${byPriority} AND priority=?`],
  ['with one tag', { tag: ['home'] }, byTag],
  ['with any of several tags', { tag: ['home', 'work', 'garden'] }, byTag],
  ['due before', { dueBefore: T2, sort: 'due' }, byDue],
  ['due after', { dueAfter: T1, sort: 'due' }, byDue],
  ['due between', { dueAfter: T1, dueBefore: T2, sort: 'due' }, byDue],
  ['with a due date', { hasDueDate: true, sort: 'due' }, byDue],
  ['without a due date', { hasDueDate: false }, byDue],
  ['without a due date, oldest first', { hasDueDate: false, sort: 'created' }, byDue],
  ['without a due date, of one status', { hasDueDate: false, status: ['pending'] }, byStatusDue],
  ['by completion', { sort: 'completed' }, byCompleted],
  ['by completion, descending', { sort: '-completed' }, byCompleted],
  ['completed before', { completedBefore: T2, sort: 'completed' }, byCompleted],
  ['completed between', { completedAfter: T1, completedBefore: T2, sort: '-completed' }, byCompleted],
  ['updated since', { updatedSince: T1, sort: 'updated' }, `${byUpdated} AND updated_at`],
  ['with a word', { q: 'plants' }, byWord],
  ['with several words', { q: 'water the pla' }, byWord],
  ['of one status, by due date', { status: ['pending'], sort: 'due' }, byStatusDue],
  ['of several statuses, by due date', { status: ['pending', 'in_progress'], sort: '-due' }, byStatusDue],
  ['of one status, due before', { status: ['pending'], dueBefore: T2, sort: 'due' }, byStatusDue],
];

/** Look-ups for each row that an index returns. */
const perRow = [
  'SEARCH task USING INTEGER PRIMARY KEY (rowid=?)',
  'SEARCH other USING PRIMARY KEY (owner=? AND tag=? AND position=?)',
  // The merge of several tags.
  'SCAN found',
];

test.each(lists)('reads tasks %s from an index, in order', async (_name, query, index) => {
  const { plan, repository, withDeadline } = await explain();
  for (const after of positionsIn(query.sort)) {
    await repository.list(OWNER, { sort: '-created', limit: 20, ...query, ...(after && { after }) });
  }
  const steps = plan();
  const reading = steps.filter((step) => /^(SEARCH|SCAN)/.test(step) && !perRow.includes(step));
  expect(reading).not.toHaveLength(0);
  expect(reading.filter((step) => !step.startsWith(index))).toEqual([]);
  expect(steps).not.toContainEqual(expect.stringContaining('TEMP B-TREE'));
  // Excludes searches, because the cost of a search depends on its words.
  if (query.q === undefined) expect(withDeadline()).toBe(0);
});

test('finds a task by its position', async () => {
  const { plan, repository } = await explain();
  await repository.find(OWNER, someId);
  expect(plan()).toEqual(['SEARCH task USING INTEGER PRIMARY KEY (rowid=?)']);
});

test('reads a summary from counts and from the index of tasks due today', async () => {
  const { plan, repository } = await explain();
  await repository.summarize(OWNER, T1);
  expect(plan().filter((step) => /^(SEARCH|SCAN)/.test(step))).toEqual([
    'SEARCH task_count USING PRIMARY KEY (owner=?)',
    'SEARCH task_due_count USING PRIMARY KEY (owner=? AND day<?)',
    'SEARCH task USING COVERING INDEX task_by_status_due (owner=? AND status=? AND due_at>? AND due_at<?)',
  ]);
});

test('reads a page of changes from indexes, in order', async () => {
  const { plan, db } = await explain();
  await readTaskChanges(db, OWNER, undefined, 100);
  expect(plan().filter((step) => /^(SEARCH|SCAN) (task|deleted_task) /.test(step))).toEqual([
    'SEARCH task USING INDEX task_by_sequence (owner=? AND sequence>?)',
    'SEARCH deleted_task USING INDEX deleted_task_by_sequence (owner=? AND sequence>?)',
    'SEARCH task USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN',
  ]);
});

test('finds expired idempotency keys by their age', async () => {
  const { plan, db, engine } = await explain();
  await deleteExpired(db, engine);
  expect(plan().filter((step) => /^(SEARCH|SCAN)/.test(step))).toEqual([
    'SEARCH idempotency_key USING COVERING INDEX idempotency_key_by_age (created_at<?)',
  ]);
});

/** The start of a list, and positions in the middle of it. */
function positionsIn(sort: ListQuery['sort'] = 'created'): ListQuery['after'][] {
  if (sort.endsWith('due') || sort.endsWith('completed'))
    return [undefined, { value: T1, id: someId }, { value: null, id: someId }];
  if (sort.endsWith('updated')) return [undefined, { value: T1, id: someId }];
  if (sort.endsWith('priority')) return [undefined, { value: 1, id: someId }];
  return [undefined, { value: null, id: someId }];
}

/** A repository, and the plans of the queries that it runs. */
async function explain() {
  const path = temporaryPath();
  const database = await openTemporary({ path });
  const raw = new Sqlite(path);
  const plan: string[] = [];
  let withDeadline = 0;
  const db = new Kysely<TaskTables & IdempotencyTables>({
    dialect: new SqliteDialect({ database: raw }),
    log({ query: { sql, parameters } }) {
      // Looking up the words of a search is not part of the list.
      if (/task_word|^select cast\(clock/.test(sql)) return;
      const steps = raw
        .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
        .all(...parameters);
      plan.push(...steps.map(({ detail }) => detail));
    },
  });
  atEnd(() => db.destroy());
  raw.function('past_deadline', { deterministic: false, directOnly: true }, () => 0);
  const repository: TaskRepository = taskRepository({
    ...database,
    reader: db,
    read: (_owner, work) => work(db),
    readWithDeadline: (_owner, work) => {
      withDeadline += 1;
      return work(db);
    },
  });
  return { db, engine: database.engine, repository, plan: () => plan, withDeadline: () => withDeadline };
}
