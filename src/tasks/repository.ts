// The tasks of a database. Writes keep the tags, the search index and the counts consistent with the task.
import type { Queries } from '../database/storage.ts';
import type { components } from '../../generated/openapi.ts';
import type { Publish } from '../resource/events.ts';
import { type Account, type Clock, type Quotas, unlimited } from '../resource/owner/account.ts';
import type { OwnerRows, Repository } from '../resource/operations.ts';
import type { Page } from '../resource/list.ts';
import { storedPosition } from '../resource/position.ts';
import { addCounts, adjustCounts } from './counts.ts';
import { type ListQuery, taskLists } from './list.ts';
import type { TaskDatabase } from './storage/database.ts';
import { openSearchIndex } from './storage/open-search-index.ts';
import type { SearchIndex } from './storage/search-index.ts';
import type { TaskTables } from './storage/tables.ts';
import { type Summary, summarize } from './summary.ts';
import { taskTable } from './table.ts';
import { addTags, removeTags, tagsAt } from './tags.ts';
import type { Task, TaskFields } from './task.ts';
import { tokenize } from './tokenizer.ts';
import { type Totals, totalTasks } from './totals.ts';

type TaskEventType = components['schemas']['WebhookEventType'];

export interface TaskRepository extends Repository<TaskTables, Task, TaskFields> {
  /** A page of an owner's tasks. */
  list(owner: string, query: ListQuery): Promise<Page<Task>>;
  /** Counts an owner's tasks. Open tasks that were due before `now` are overdue. */
  summarize(owner: string, now: string): Promise<Summary>;
  /** Counts the tasks of all owners. */
  total(now: string): Promise<Totals>;
  within(trx: Queries<TaskTables>, owner: string): OwnerTasks;
  /** Runs `work` on an owner's tasks, in one transaction. */
  write<T>(owner: string, work: (tasks: OwnerTasks) => Promise<T>): Promise<T>;
}

export interface RepositoryOptions {
  /** Whether deleted tasks go into the trash. */
  readonly keepsDeleted?: boolean;
  readonly clock?: Clock;
  /** Receives the events for owners with subscribers. */
  readonly publish?: Publish | undefined;
}

/** Binds the queries on tasks to a database. Writes throw `QuotaExceeded` beyond the quotas. */
export function taskRepository(
  database: TaskDatabase,
  quotas: Quotas = unlimited,
  { keepsDeleted = false, clock = Date.now, publish }: RepositoryOptions = {},
): TaskRepository {
  const { reader } = database;
  const search = openSearchIndex(database);
  const within = (trx: Queries<TaskTables>, owner: string) =>
    new OwnerTasks(trx, search, { owner, quotas, clock }, publish);
  return {
    find: (owner, id) => database.read(owner, (db) => taskTable.find(db, owner, id)),
    created: (id, createdAt, fields) => createTask(id, createdAt, 1, fields),
    list: taskLists(database, search),
    summarize: (owner, now) => database.read(owner, (db) => summarize(db, owner, now)),
    total: (now) => totalTasks(reader, now),
    keepsDeleted,
    within,
    write: (owner, work) => database.write(owner, (trx) => work(within(trx, owner))),
  };
}

/** The tasks of one owner in one transaction. */
export class OwnerTasks implements OwnerRows<Task, TaskFields> {
  readonly #trx: Queries<TaskTables>;
  readonly #search: SearchIndex;
  readonly #account: Account;
  readonly #owner: string;
  readonly #publish: Publish | undefined;
  /** The latest write: its position, and whether the owner had subscribers. */
  #written = { position: 0n, hasSubscribers: false };

  constructor(trx: Queries<TaskTables>, search: SearchIndex, account: Account, publish?: Publish) {
    this.#trx = trx;
    this.#search = search;
    this.#account = {
      ...account,
      onCharge: (position, { webhooks }) => {
        this.#written = { position, hasSubscribers: webhooks > 0 };
      },
    };
    this.#owner = account.owner;
    this.#publish = publish;
  }

  find(id: string): Promise<Task | undefined> {
    return taskTable.find(this.#trx, this.#owner, id);
  }

  /** Creates a task. The timestamps of an owner's tasks never go backwards, even if the clock does. */
  async insert(fields: TaskFields, now?: number): Promise<Task> {
    const task = await taskTable.insert(
      this.#trx,
      this.#account,
      (id, createdAt, version) => createTask(id, createdAt, version, fields),
      now,
    );
    await this.#add(task);
    await this.#report('task.created', task);
    return task;
  }

  /** Creates several tasks with few statements. */
  async insertAll(fields: readonly TaskFields[]): Promise<Task[]> {
    const tasks = await taskTable.insertAll(
      this.#trx,
      this.#account,
      fields.map(
        (one) => (id: string, createdAt: string, version: number) => createTask(id, createdAt, version, one),
      ),
    );
    await addTags(
      this.#trx,
      tasks.flatMap((task) => tagsAt(this.#owner, storedPosition(task), task.tags)),
    );
    await this.#search.add(
      this.#trx,
      this.#owner,
      tasks.map((task) => ({ position: storedPosition(task), words: tokensOf(task) })),
    );
    await addCounts(this.#trx, this.#owner, tasks);
    for (const task of tasks) await this.#report('task.created', task, storedPosition(task));
    return tasks;
  }

  /** Takes a task out of the trash, as a new version. Resolves to undefined if the trash does not contain it. */
  async restore(id: string): Promise<Task | undefined> {
    const task = await taskTable.restore(this.#trx, this.#account, id, (current, updatedAt, version) => ({
      ...current,
      updatedAt,
      version,
    }));
    if (task === undefined) return undefined;
    await this.#add(task);
    await this.#report('task.restored', task);
    return task;
  }

  /** Adds the data that other tables store for a task. */
  async #add(task: Task): Promise<void> {
    const position = storedPosition(task);
    await addTags(this.#trx, tagsAt(this.#owner, position, task.tags));
    await this.#search.add(this.#trx, this.#owner, [{ position, words: tokensOf(task) }]);
    await adjustCounts(this.#trx, this.#owner, undefined, task);
  }

  /** Replaces the fields of a task that was read in this transaction, and increases its version. */
  async save(before: Task, fields: TaskFields, now?: number): Promise<Task> {
    const after = await taskTable.update(
      this.#trx,
      this.#account,
      before,
      (updatedAt, version) => changeTask(before, updatedAt, version, fields),
      now,
    );
    const position = storedPosition(after);
    await removeTags(this.#trx, this.#owner, position, without(before.tags, after.tags));
    await addTags(this.#trx, tagsAt(this.#owner, position, without(after.tags, before.tags)));
    const words = changedTokens(before, after);
    if (words !== undefined) {
      await this.#search.remove(this.#trx, position);
      await this.#search.add(this.#trx, this.#owner, [{ position, words }]);
    }
    await adjustCounts(this.#trx, this.#owner, before, after);
    const isCompletion = before.completedAt === null && after.completedAt !== null;
    await this.#report(isCompletion ? 'task.completed' : 'task.updated', after);
    return after;
  }

  /** Deletes a task that was read in this transaction. If `isRestorable`, it goes into the trash. */
  async remove(task: Task, isRestorable = false): Promise<void> {
    const position = storedPosition(task);
    await taskTable.remove(this.#trx, this.#account, task, isRestorable);
    await removeTags(this.#trx, this.#owner, position, task.tags);
    await this.#search.remove(this.#trx, position);
    await adjustCounts(this.#trx, this.#owner, task, undefined);
    await this.#report('task.deleted', task);
  }

  /** Reports a change, by default the latest write, to the owner's subscribers. */
  async #report(type: TaskEventType, task: Task, position = this.#written.position): Promise<void> {
    if (this.#written.hasSubscribers)
      await this.#publish?.(this.#trx, this.#owner, { type, position, data: { task } });
  }
}

function createTask(id: string, createdAt: string, version: number, fields: TaskFields): Task {
  const completedAt = fields.status === 'completed' ? createdAt : null;
  return { id, ...fields, createdAt, updatedAt: createdAt, completedAt, version };
}

function changeTask(before: Task, updatedAt: string, version: number, fields: TaskFields): Task {
  const completedAt = fields.status === 'completed' ? (before.completedAt ?? updatedAt) : null;
  return { ...before, ...fields, updatedAt, completedAt, version };
}

function without(tags: readonly string[], others: readonly string[]): string[] {
  return tags.filter((tag) => !others.includes(tag));
}

/** The tokens that the search index contains for a task. */
export function tokensOf({ title, description }: Task): string[] {
  return tokenize(`${title}\n${description ?? ''}`);
}

/** The tokens of a changed task, or undefined if they are the same as before. Unchanged text is not tokenized. */
function changedTokens(before: Task, after: Task): string[] | undefined {
  if (before.title === after.title && before.description === after.description) return undefined;
  const words = tokensOf(after);
  return words.join(' ') === tokensOf(before).join(' ') ? undefined : words;
}
