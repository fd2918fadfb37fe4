// The storage of the baseline and of Fastify: better-sqlite3 as documented, with prepared statements and the SQL of the
// service. Ids, rows, words and cursors come from the service's own code, so that all subjects return the same bytes.
import { hash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import type { Page } from '../../src/resource/list.ts';
import type { ListQuery } from '../../src/tasks/list.ts';
import { idAt, millisecondsOf, positionAfter, positionOf } from '../../src/resource/position.ts';
import { sortPosition } from '../../src/resource/order.ts';
import { orders } from '../../src/tasks/orders.ts';
import { rankOf } from '../../src/tasks/columns.ts';
import { taskTable, type TaskRow } from '../../src/tasks/table.ts';
import { isOpen } from '../../src/tasks/task.ts';
import type { Task, TaskFields } from '../../src/tasks/task.ts';
import { tokenize } from '../../src/tasks/tokenizer.ts';

export interface Store {
  find(owner: string, id: string): Task | undefined;
  /**
   * Returns a page, with the newest tasks first, of all tasks, of the tasks with a given status, or of the tasks with a
   * given status that match a search.
   */
  list(owner: string, query: ListQuery): Page<Task>;
  create(owner: string, fields: TaskFields, now?: number): Task;
  /** Creates tasks in one transaction, to fill a database. */
  createAll(owner: string, tasks: readonly { fields: TaskFields; createdAt: number }[]): void;
  /** Replaces a task's fields with the result of `change`. If the result is undefined, changes nothing. */
  update(
    owner: string,
    id: string,
    change: (current: Task) => TaskFields | undefined,
  ): { readonly before: Task; readonly after: Task | undefined } | undefined;
  close(): void;
}

const columns = taskTable.selection.join(', ');

// The bounds of the service's search, which src/tasks/storage/sqlite/search.ts explains.
const keyLength = 16;
const indexedPrefix = 3;
const maxWords = 64;
const fewTasks = 64;
const lastCharacter = '\u{10ffff}';
// The service merges the search index in steps of this many pages, on average after every fourth create.
const mergedPages = 16;
const tasksPerMerge = 4;

/** Opens a database with the service's tables. `durable: false` does not sync commits, to fill a database faster. */
export function openStore(file: string, { durable = true } = {}): Store {
  const writer = new Sqlite(file);
  writer.pragma('journal_mode = wal');
  writer.pragma(`synchronous = ${durable ? 'full' : 'off'}`);
  const reader = new Sqlite(file, { readonly: true });
  for (const connection of [writer, reader]) {
    connection.pragma('cache_size = -16384');
    connection.pragma('temp_store = memory');
  }

  const one = `select ${columns} from task where position = ? and id = ? and owner = ?`;
  const find = reader.prepare<[bigint, string, string], TaskRow>(one);
  const findInWrite = writer.prepare<[bigint, string, string], TaskRow>(one);
  const page = (from: string, where: string): string =>
    `${from} where ${where} order by position desc limit ?`;
  const tasks = `select ${columns}, task.position from task`;
  const found =
    `select ${columns}, found.position as position from ` +
    '(select rowid as position from task_search where task_search match ?) as found cross join task';
  const newest = reader.prepare<unknown[], TaskRow>(page(tasks, 'task.owner = ?'));
  const newestOfStatus = reader.prepare<unknown[], TaskRow>(
    page(tasks, 'task.owner = ? and task.status = ?'),
  );
  const newestMatches = reader.prepare<unknown[], TaskRow>(
    page(found, 'task.position = found.position and (task.owner = ? and task.status in (?))'),
  );
  const firstWords = reader.prepare<unknown[], { term: string; next: string | null }>(
    `select term, (select term from task_word where term >= first.term || char(1) limit 1) as next
    from (select term from task_word where term >= ? limit 1) as first`,
  );
  const someTasksOfWord = reader.prepare('select 1 from task_word where term >= ? and term < ? limit ?');
  const wordsFrom = reader.prepare<unknown[], { term: string }>(
    `with recursive found (term) as (
      select (select term from task_word where term >= ? limit 1)
      union all
      select (select term from task_word where term >= found.term || char(1) limit 1)
      from found where found.term < ?
    )
    select term from found where term < ? limit ?`,
  );

  const lastWritten = writer.prepare<[string], { id: string | null; updatedAt: string | null }>(
    `select (select id from task order by position desc limit 1) as id,
      (select updated_at from task where owner = ? order by updated_at desc limit 1) as updatedAt`,
  );
  const stored = ['position', 'owner', 'sequence', ...taskTable.names];
  const insert = writer.prepare(
    `insert into task (${stored.join(', ')}) values (${stored.map((name) => `@${name}`).join(', ')})`,
  );
  const save = writer.prepare(
    `update task set ${taskTable.names.map((name) => `${name} = @${name}`).join(', ')},
      sequence = (select max(sequence) + 1 from task where owner = @owner) where position = @position`,
  );
  const addTag = writer.prepare('insert into task_tag (owner, tag, position) values (?, ?, ?)');
  const removeTag = writer.prepare('delete from task_tag where owner = ? and tag = ? and position = ?');
  const addWords = writer.prepare('insert into task_search (rowid, words) values (?, ?)');
  const removeWords = writer.prepare('delete from task_search where rowid = ?');
  const mergeWords = writer.prepare(
    `insert into task_search (task_search, rank) values ('merge', ${mergedPages})`,
  );
  const oneMore = writer.prepare(
    `insert into task_count (owner, status, priority, count) values (?, ?, ?, 1)
    on conflict (owner, status, priority) do update set count = task_count.count + 1`,
  );
  const oneLess = writer.prepare(
    'update task_count set count = count - 1 where owner = ? and status = ? and priority = ?',
  );
  const oneMoreDue = writer.prepare(
    `insert into task_due_count (owner, day, count) values (?, ?, 1)
    on conflict (owner, day) do update set count = task_due_count.count + 1`,
  );
  const oneLessDue = writer.prepare(
    'update task_due_count set count = count - 1 where owner = ? and day = ?',
  );
  const deleteEmptyDue = writer.prepare(
    'delete from task_due_count where owner = ? and day = ? and count = 0',
  );

  function beginning(key: string, word: string): string {
    const prefix = `"${key}${word}"*`;
    if (Array.from(word).length <= indexedPrefix) return prefix;
    const start = key + word;
    const words = firstWords.get(start);
    if (words?.next?.startsWith(start) !== true)
      return words?.term.startsWith(start) ? `"${words.term}"` : prefix;
    const end = start + lastCharacter;
    if (someTasksOfWord.all(start, end, fewTasks).length < fewTasks) return prefix;
    const terms = wordsFrom.all(start, end, end, maxWords + 1);
    return terms.length > maxWords ? prefix : `(${terms.map(({ term }) => `"${term}"`).join(' OR ')})`;
  }

  function rowsOf(owner: string, { q, status, limit }: ListQuery): TaskRow[] {
    if (q !== undefined && status !== undefined) {
      const key = keyOf(owner);
      const match = tokenize(q).map((word) => beginning(key, word));
      return newestMatches.all(match.join(' AND '), owner, status[0], limit + 1);
    }
    return status === undefined
      ? newest.all(owner, limit + 1)
      : newestOfStatus.all(owner, status[0], limit + 1);
  }

  function adjustCounts(owner: string, before: Task | undefined, after: Task | undefined): void {
    if (before?.status !== after?.status || before?.priority !== after?.priority) {
      if (before !== undefined) oneLess.run(owner, before.status, rankOf(before.priority));
      if (after !== undefined) oneMore.run(owner, after.status, rankOf(after.priority));
    }
    const dayBefore = before && openDay(before);
    const dayAfter = after && openDay(after);
    if (dayBefore === dayAfter) return;
    if (dayBefore !== undefined) {
      oneLessDue.run(owner, dayBefore);
      deleteEmptyDue.run(owner, dayBefore);
    }
    if (dayAfter !== undefined) oneMoreDue.run(owner, dayAfter);
  }

  let unmergedTasks = 0;
  function mergeIndex(tasks: number): void {
    unmergedTasks += tasks;
    for (; unmergedTasks >= tasksPerMerge; unmergedTasks -= tasksPerMerge) mergeWords.run();
  }

  function create(owner: string, fields: TaskFields, now: number): Task {
    const last = lastWritten.get(owner);
    const latest = Date.parse(last?.updatedAt ?? '1970-01-01T00:00:00.000Z');
    const position = positionAfter(last?.id ? positionOf(last.id) : undefined, Math.max(now, latest));
    const createdAt = new Date(millisecondsOf(position)).toISOString();
    const completedAt = fields.status === 'completed' ? createdAt : null;
    const times = { createdAt, updatedAt: createdAt, completedAt };
    const task: Task = { id: idAt(position), ...fields, ...times, version: 1 };
    insert.run({ position, owner, sequence: position, ...taskTable.encode(task) });
    for (const tag of fields.tags) addTag.run(owner, tag, position);
    addWords.run(position, taskWords(owner, task));
    adjustCounts(owner, undefined, task);
    return task;
  }

  function update(...[owner, id, change]: Parameters<Store['update']>): ReturnType<Store['update']> {
    const lowercaseId = id.toLowerCase();
    const position = positionOf(lowercaseId);
    const row = position === undefined ? undefined : findInWrite.get(position, lowercaseId, owner);
    if (position === undefined || row === undefined) return undefined;
    const before = taskTable.decode(row);
    const fields = change(before);
    if (fields === undefined) return { before, after: undefined };
    const latest = Date.parse(lastWritten.get(owner)?.updatedAt ?? before.updatedAt);
    const updatedAt = new Date(Math.max(Date.now(), latest)).toISOString();
    const completedAt = fields.status === 'completed' ? (before.completedAt ?? updatedAt) : null;
    const task: Task = { ...before, ...fields, updatedAt, completedAt, version: before.version + 1 };
    save.run({ position, owner, ...taskTable.encode(task) });
    for (const tag of before.tags) if (!task.tags.includes(tag)) removeTag.run(owner, tag, position);
    for (const tag of task.tags) if (!before.tags.includes(tag)) addTag.run(owner, tag, position);
    const words = taskWords(owner, task);
    if (words !== taskWords(owner, before)) {
      removeWords.run(position);
      addWords.run(position, words);
      mergeIndex(1);
    }
    adjustCounts(owner, before, task);
    return { before, after: task };
  }

  const createAll: Store['createAll'] = (owner, all) => {
    for (const { fields, createdAt } of all) create(owner, fields, createdAt);
    mergeIndex(all.length);
  };
  const transaction = {
    create: writer.transaction((...[owner, fields, now]: Parameters<typeof create>) => {
      const task = create(owner, fields, now);
      mergeIndex(1);
      return task;
    }),
    createAll: writer.transaction(createAll),
    update: writer.transaction(update),
  };

  return {
    find(owner, id) {
      const lowercaseId = id.toLowerCase();
      const position = positionOf(lowercaseId);
      const row = position === undefined ? undefined : find.get(position, lowercaseId, owner);
      return row && taskTable.decode(row);
    },
    list(owner, query) {
      if (
        query.after !== undefined ||
        query.sort !== '-created' ||
        (query.q !== undefined && query.status === undefined)
      ) {
        throw new Error(
          'The benchmark lists only the first page: all tasks, a status, or a search within a status',
        );
      }
      const rows = rowsOf(owner, query);
      const items = rows.slice(0, query.limit).map((row) => taskTable.decode(row));
      const last = items.at(-1);
      const isMore = rows.length > query.limit && last !== undefined;
      return { items, next: isMore ? sortPosition(orders[query.sort], last) : undefined };
    },
    create: (owner, fields, now = Date.now()) => transaction.create.immediate(owner, fields, now),
    createAll: (owner, all) => {
      transaction.createAll.immediate(owner, all);
    },
    update: (owner, id, change) => transaction.update.immediate(owner, id, change),
    close() {
      reader.close();
      writer.close();
    },
  };
}

function keyOf(owner: string): string {
  return hash('sha256', owner).slice(0, keyLength);
}

function taskWords(owner: string, { title, description }: Task): string {
  const key = keyOf(owner);
  return tokenize(`${title}\n${description ?? ''}`)
    .map((word) => key + word)
    .join(' ');
}

function openDay(task: Task): string | undefined {
  return task.dueAt !== null && isOpen(task) ? task.dueAt.slice(0, 10) : undefined;
}
