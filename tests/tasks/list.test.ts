import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { idAt, positionOf } from '../../src/resource/position.ts';
import { priorities } from '../../src/tasks/columns.ts';
import type { ListQuery } from '../../src/tasks/list.ts';
import { taskRepository, type TaskRepository } from '../../src/tasks/repository.ts';
import type { Task } from '../../src/tasks/task.ts';
import { tokenize } from '../../src/tasks/tokenizer.ts';
import { openShared } from '../support/temporary-database.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { fields, OWNER, pick } from './sample-tasks.ts';

// Reads every list to its end, page by page, and compares it with a list that is filtered and sorted in memory. The
// sample has many ties: few due dates, priorities and times of update.

const statuses = ['pending', 'in_progress', 'completed', 'cancelled'] as const;
const sorts = ['created', '-created', 'updated', '-updated', 'due', '-due', 'priority', '-priority'] as const;
const tags = ['home', 'work', 'garden'] as const;
const texts = ['report', 'reports', 'water', 'the', 'plants', 'plan', 'café'] as const;
const days = Array.from({ length: 8 }, (_, index) => `2026-03-0${index + 1}T00:00:00.000Z`);

let repository: TaskRepository;
let remove: () => Promise<void>;
let tasks: Task[];

beforeAll(async () => {
  // The tests only read, so they share a database.
  const shared = await openShared();
  ({ remove } = shared);
  repository = taskRepository(shared.database);
  const random = seededRandom(7);
  const someTags = () => tags.filter(() => random() < 0.4);
  const start = Date.parse('2026-03-01T00:00:00.000Z');
  tasks = await shared.database.write(OWNER, async (trx) => {
    const own = repository.within(trx, OWNER);
    const others = repository.within(trx, 'grace');
    const created: Task[] = [];
    for (let index = 0; index < 240; index += 1) {
      const given = fields({
        title: `${pick(random, texts)} ${pick(random, texts)}`,
        status: pick(random, statuses),
        priority: pick(random, priorities),
        dueAt: random() < 0.3 ? null : pick(random, days),
        tags: someTags(),
      });
      const now = start + Math.floor(index / 10) * 1000;
      const stored = await own.insert(given, now);
      await others.insert(given, now);
      const saved = random() < 0.2 ? await own.save(stored, given, now + 500) : stored;
      created.push(saved);
    }
    return created;
  });
});

afterAll(() => remove());

/** The whole list, page by page. */
async function walk(query: Omit<ListQuery, 'limit' | 'after'>, limit: number): Promise<Task[]> {
  const seen: Task[] = [];
  let after: ListQuery['after'];
  do {
    const page = await repository.list(OWNER, {
      ...query,
      limit,
      ...(after && { after }),
    });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    if (page.next !== undefined) expect(page.items).toHaveLength(limit);
    seen.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return seen;
}

/** The whole list, filtered and sorted in memory. */
function expected(query: Omit<ListQuery, 'limit' | 'after'>): Task[] {
  return tasks.filter((task) => passes(task, query)).sort((one, other) => compare(one, other, query.sort));
}

function passes(task: Task, query: Omit<ListQuery, 'limit' | 'after'>): boolean {
  const { dueBefore, dueAfter, updatedSince, q } = query;
  if (query.status && !query.status.includes(task.status)) return false;
  if (query.priority && !query.priority.includes(task.priority)) return false;
  if (query.tag && !query.tag.some((tag) => task.tags.includes(tag))) return false;
  if (dueBefore !== undefined && (task.dueAt === null || task.dueAt >= dueBefore)) return false;
  if (dueAfter !== undefined && (task.dueAt === null || task.dueAt <= dueAfter)) return false;
  if (updatedSince !== undefined && task.updatedAt < updatedSince) return false;
  if (q === undefined) return true;
  const sought = tokenize(q);
  const words = tokenize(task.title);
  return sought.length > 0 && sought.every((each) => words.some((word) => word.startsWith(each)));
}

function compare(one: Task, other: Task, sort: ListQuery['sort']): number {
  const direction = sort.startsWith('-') ? -1 : 1;
  const key = (task: Task): string | number => {
    if (sort.endsWith('created')) return task.id;
    if (sort.endsWith('updated')) return task.updatedAt;
    if (sort.endsWith('due')) return task.dueAt ?? (direction > 0 ? '~' : '');
    return priorities.indexOf(task.priority);
  };
  if (key(one) !== key(other)) return key(one) < key(other) ? -direction : direction;
  return one.id < other.id ? -direction : direction;
}

const titles = (list: readonly Task[]): string[] =>
  list.map(({ id, dueAt, title }) => `${id} ${dueAt} ${title}`);

describe.each(sorts)('a list sorted by %s', (sort) => {
  test.each([1, 7, 100])('contains each task once, in order, with pages of %d', async (limit) => {
    const list = await walk({ sort }, limit);
    expect(titles(list)).toEqual(titles(expected({ sort })));
    expect(list).toHaveLength(tasks.length);
  });

  test.each<[string, Omit<ListQuery, 'limit' | 'sort'>]>([
    ['of one status', { status: ['pending'] }],
    ['of several statuses', { status: ['pending', 'completed', 'cancelled'] }],
    ['of one priority', { priority: ['high'] }],
    ['of several priorities', { priority: ['urgent', 'low'] }],
    ['with a tag', { tag: ['home'] }],
    ['with any of several tags', { tag: ['garden', 'home', 'work'] }],
    ['due before', { dueBefore: days[4] ?? '' }],
    ['due after', { dueAfter: days[4] ?? '' }],
    ['due between', { dueAfter: days[1] ?? '', dueBefore: days[6] ?? '' }],
    ['updated since', { updatedSince: '2026-03-01T00:00:12.500Z' }],
    ['with a word', { q: 'plan' }],
    ['with two words', { q: 'water rep' }],
    ['without a word in the search', { q: '…' }],
    ['with repeated values in its filters', { status: ['pending', 'pending'], tag: ['home', 'home'] }],
  ])('contains the tasks %s', async (_what, filters) => {
    expect(titles(await walk({ ...filters, sort }, 7))).toEqual(titles(expected({ ...filters, sort })));
  });
});

test('combines filters at random', async () => {
  const random = seededRandom(11);
  const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.5);
  for (let round = 0; round < 150; round += 1) {
    const query: Omit<ListQuery, 'limit' | 'after'> = {
      sort: pick(random, sorts),
      ...(random() < 0.4 && { status: [pick(random, statuses), ...some(statuses)] }),
      ...(random() < 0.4 && { priority: [pick(random, priorities), ...some(priorities)] }),
      ...(random() < 0.3 && { tag: [pick(random, tags), ...some(tags)] }),
      ...(random() < 0.3 && { dueBefore: pick(random, days) }),
      ...(random() < 0.3 && { dueAfter: pick(random, days) }),
      ...(random() < 0.3 && { updatedSince: pick(random, tasks).updatedAt }),
      ...(random() < 0.3 && { q: pick(random, texts).slice(0, 1 + Math.floor(random() * 6)) }),
    };
    const list = await walk(query, 5);
    expect({ query, list: titles(list) }).toEqual({ query, list: titles(expected(query)) });
  }
});

test('returns only tasks that match the filter, even after a position that does not match it', async () => {
  const id = tasks[0]?.id ?? '';
  for (const sort of ['due', '-due'] as const) {
    for (const value of ['0001-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z']) {
      const query = {
        sort,
        limit: 100,
        dueAfter: days[2] ?? '',
        dueBefore: days[5] ?? '',
        after: { value, id },
      };
      const { items } = await repository.list(OWNER, query);
      expect(items.filter((task) => !passes(task, query))).toEqual([]);
    }
  }
});

test('continues at the position of a deleted task', async () => {
  const [before, after] = tasks.slice(100, 102);
  // Another id at the same position stands for the deleted task.
  const id = idAt(positionOf(before?.id ?? '') ?? 0n);
  const query = { sort: 'created', limit: 1, after: { value: null, id } } as const;
  const { items } = await repository.list(OWNER, query);
  expect(items).toEqual([after]);
});

test('returns an empty list to an owner without tasks', async () => {
  const page = await repository.list('unknown', { sort: 'due', limit: 20 });
  expect(page).toEqual({ items: [], next: undefined });
});
