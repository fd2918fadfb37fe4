// The tasks of a database. Writes keep the tags, the search index and the counts in step with the task.
import type { Queries } from '../database/storage.ts';
import type { OwnerRows, Repository } from '../resource/operations.ts';
import type { Page } from '../resource/list.ts';
import { storedPosition } from '../resource/position.ts';
import { adjustCounts } from './counts.ts';
import { type ListQuery, taskLists } from './list.ts';
import type { TaskDatabase } from './storage/database.ts';
import { openSearchIndex } from './storage/open-search-index.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { type Summary, summarize } from './summary.ts';
import { taskTable } from './table.ts';
import { addTags, removeTags } from './tags.ts';
import type { StoredTask, Task, TaskFields } from './task.ts';
import { tokenize } from './tokenizer.ts';
import { type Totals, totalTasks } from './totals.ts';

export interface TaskRepository extends Repository<TaskTables, Task, TaskFields> {
  /** A page of an owner's tasks. */
  list(owner: string, query: ListQuery): Promise<Page<Task>>;
  /** The number of an owner's tasks. Open tasks that were due before `now` are overdue. */
  summarize(owner: string, now: string): Promise<Summary>;
  /** The number of tasks of all owners. */
  total(now: string): Promise<Totals>;
  within(trx: Queries<TaskTables>, owner: string): OwnerTasks;
  /** Runs `work` on the tasks of an owner, in one transaction. */
  write<T>(owner: string, work: (tasks: OwnerTasks) => Promise<T>): Promise<T>;
}

/** Binds the queries on tasks to a database. */
export function taskRepository(database: TaskDatabase): TaskRepository {
  const { reader } = database;
  const search = openSearchIndex(database);
  const within = (trx: Queries<TaskTables>, owner: string) => new OwnerTasks(trx, search, owner);
  return {
    find: (owner, id) => taskTable.find(reader, owner, id),
    list: taskLists(database, search),
    summarize: (owner, now) => summarize(reader, owner, now),
    total: (now) => totalTasks(reader, now),
    within,
    write: (owner, work) => database.write(owner, (trx) => work(within(trx, owner))),
  };
}

/** The tasks of one owner in one transaction. */
export class OwnerTasks implements OwnerRows<Task, TaskFields> {
  readonly #trx: Queries<TaskTables>;
  readonly #search: SearchIndex;
  readonly #owner: string;

  constructor(trx: Queries<TaskTables>, search: SearchIndex, owner: string) {
    this.#trx = trx;
    this.#search = search;
    this.#owner = owner;
  }

  find(id: string): Promise<StoredTask | undefined> {
    return taskTable.find(this.#trx, this.#owner, id);
  }

  /** Creates a task. Within an owner, timestamps never go backwards, even when the clock does. */
  async insert(fields: TaskFields, now?: number): Promise<StoredTask> {
    const stored = await taskTable.insert(
      this.#trx,
      this.#owner,
      (id, createdAt) => createTask(id, createdAt, fields),
      now,
    );
    const position = storedPosition(stored.item);
    await addTags(this.#trx, this.#owner, position, fields.tags);
    await this.#search.add(this.#trx, this.#owner, [{ position, words: tokensOf(stored.item) }]);
    await adjustCounts(this.#trx, this.#owner, undefined, stored.item);
    return stored;
  }

  /** Replaces the fields of a task that was read in this transaction. The version increases even if nothing changes. */
  async save(current: StoredTask, fields: TaskFields, now?: number): Promise<StoredTask> {
    const before = current.item;
    const stored = await taskTable.update(
      this.#trx,
      this.#owner,
      current,
      (updatedAt) => changeTask(before, updatedAt, fields),
      now,
    );
    const after = stored.item;
    const position = storedPosition(after);
    await removeTags(this.#trx, this.#owner, position, without(before.tags, after.tags));
    await addTags(this.#trx, this.#owner, position, without(after.tags, before.tags));
    const words = tokensOf(after);
    if (words.join(' ') !== tokensOf(before).join(' ')) {
      await this.#search.remove(this.#trx, position);
      await this.#search.add(this.#trx, this.#owner, [{ position, words }]);
    }
    await adjustCounts(this.#trx, this.#owner, before, after);
    return stored;
  }

  /** Deletes a task that was read in this transaction. */
  async remove({ item }: StoredTask): Promise<void> {
    const position = storedPosition(item);
    await taskTable.remove(this.#trx, position);
    await removeTags(this.#trx, this.#owner, position, item.tags);
    await this.#search.remove(this.#trx, position);
    await adjustCounts(this.#trx, this.#owner, item, undefined);
  }
}

function createTask(id: string, createdAt: string, fields: TaskFields): Task {
  const completedAt = fields.status === 'completed' ? createdAt : null;
  return { id, ...fields, createdAt, updatedAt: createdAt, completedAt };
}

function changeTask(before: Task, updatedAt: string, fields: TaskFields): Task {
  const completedAt = fields.status === 'completed' ? (before.completedAt ?? updatedAt) : null;
  return { ...before, ...fields, updatedAt, completedAt };
}

function without(tags: readonly string[], others: readonly string[]): string[] {
  return tags.filter((tag) => !others.includes(tag));
}

/** The tokens by which the search finds a task. */
export function tokensOf({ title, description }: Task): string[] {
  return tokenize(`${title}\n${description ?? ''}`);
}
