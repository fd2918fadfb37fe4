// The requests of the benchmark and their expected responses. The expected responses to read requests are computed from
// the database file and compared byte for byte. Write requests change only another user's tasks.
import Sqlite from 'better-sqlite3';
import { completeFields } from '../src/tasks/columns.ts';
import { nextCursor, readListQuery } from '../src/tasks/page.ts';
import type { Task } from '../src/tasks/task.ts';
import { COMMON_WORD } from '../checks/scale/data.ts';
import { openStore } from './subjects/store.ts';
import { owners } from './databases.ts';
import type { PlannedRequest } from './load/protocol.ts';

export const operationNames = ['read', 'list', 'search', 'create', 'patch', 'mix'] as const;
export type OperationName = (typeof operationNames)[number];

/** The titles of the operations in the tables. */
export const operationTitles: Readonly<Record<OperationName, string>> = {
  read: 'read one',
  list: 'list 20',
  search: 'list 20 with filter and search',
  create: 'create',
  patch: 'patch',
  mix: 'mix: 60% read, 20% list, 5% search, 10% patch, 5% create',
};

/** The percentage of each operation in the mix. */
const shares = { read: 60, list: 20, search: 5, patch: 10, create: 5 } as const;

/** The number of different tasks to read. */
const readTaskCount = 200;
/** The number of different tasks to change, created for each subject. */
export const changedTaskCount = 100;
const createCount = 100;
/** The maximum number of digits in the version of a changed task. No run changes a task a million times. */
const maxVersionDigits = 6;

export type Plan = readonly PlannedRequest[];
export type Plans = Readonly<Record<OperationName, Plan>>;

export interface Tokens {
  readonly reader: string;
  readonly writer: string;
}

/** The requests of the operations that only read. They are the same for all subjects on copies of the same database. */
export function readPlans(file: string, tokens: Tokens): Pick<Plans, 'read' | 'list' | 'search'> {
  const headers = { Authorization: `Bearer ${tokens.reader}` };
  const get = (path: string, body: object): PlannedRequest => {
    return { method: 'GET', path, headers, status: 200, body: JSON.stringify(body) };
  };
  const store = openStore(file);
  try {
    const page = (path: string, query: { q?: string; status?: ['pending'] }): PlannedRequest => {
      const list = readListQuery(query, owners.reader);
      if (list === undefined) throw new Error('The benchmark uses no cursor');
      const { items, next } = store.list(owners.reader, list);
      if (items.length !== 20 || next === undefined)
        throw new Error(`${path} has only ${items.length} tasks`);
      return get(path, { items, nextCursor: nextCursor(list, owners.reader, next) });
    };
    return {
      read: someIds(file).map((id) => get(`/tasks/${id}`, store.find(owners.reader, id) ?? {})),
      list: [page('/tasks', {})],
      search: [page(`/tasks?status=pending&q=${COMMON_WORD}`, { q: COMMON_WORD, status: ['pending'] })],
    };
  } finally {
    store.close();
  }
}

/** Returns task ids from all parts of the list. */
export function someIds(file: string): string[] {
  const database = new Sqlite(file, { readonly: true });
  const ids = database
    .prepare<[string], string>('select id from task where owner = ? order by position')
    .pluck()
    .all(owners.reader);
  database.close();
  return Array.from(
    { length: readTaskCount },
    (_, n) => ids[Math.floor(((n * 61) % readTaskCount) * (ids.length / readTaskCount))] ?? '',
  );
}

/** Requests that create tasks, with responses of equal length. */
export function createPlan(tokens: Tokens): PlannedRequest[] {
  const times = ['createdAt', 'updatedAt'] as const;
  return Array.from({ length: createCount }, (_, n) => {
    const fields = {
      title: `Order the plants for floor ${String(n).padStart(2, '0')}`,
      description: 'Six of them, and the pots.',
      priority: 'high',
      dueAt: '2030-03-09T00:00:00.000Z',
      tags: ['office', 'plants'],
    } as const;
    // These placeholders have the length of the values that the service generates.
    const [someId, someTime] = ['x'.repeat(36), 'x'.repeat(24)];
    const task: Task = {
      id: someId,
      ...completeFields({ ...fields, tags: [...fields.tags] }),
      ...(Object.fromEntries(times.map((name) => [name, someTime])) as Pick<Task, 'createdAt' | 'updatedAt'>),
      completedAt: null,
      version: 1,
    };
    return {
      method: 'POST',
      path: '/tasks',
      headers: { Authorization: `Bearer ${tokens.writer}`, 'Content-Type': 'application/json' },
      content: JSON.stringify(fields),
      status: 201,
      body: JSON.stringify(task).length,
    };
  });
}

/** Requests that change the status of the writer's tasks back and forth. */
export function patchPlan(tasks: readonly Task[], tokens: Tokens): PlannedRequest[] {
  return (['in_progress', 'pending'] as const).flatMap((status) =>
    tasks.map((task) => ({
      method: 'PATCH',
      path: `/tasks/${task.id}`,
      headers: { Authorization: `Bearer ${tokens.writer}`, 'Content-Type': 'application/merge-patch+json' },
      content: JSON.stringify({ status }),
      status: 200,
      body: JSON.stringify({ ...task, status }).length,
      maxGrowth: maxVersionDigits - 1,
    })),
  );
}

/** Mixes all operations by their shares. A step of 37 through the 100 requests interleaves them and visits each once. */
export function mixPlan(plans: Omit<Plans, 'mix'>): PlannedRequest[] {
  const kinds = Object.entries(shares).flatMap(([name, share]) =>
    Array.from({ length: share }, () => name as keyof typeof shares),
  );
  const next = { read: 0, list: 0, search: 0, patch: 0, create: 0 };
  return Array.from({ length: 20 * kinds.length }, (_, n) => {
    const kind = kinds[(n * 37) % kinds.length] ?? 'read';
    const plan = plans[kind];
    const request = plan[next[kind]++ % plan.length];
    if (request === undefined) throw new Error(`The plan "${kind}" is empty`);
    return request;
  });
}
