import { sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import type { ChangeCursor } from '../../src/resource/changes/cursor.ts';
import { sortPosition } from '../../src/resource/order.ts';
import { readTaskChanges } from '../../src/tasks/changes.ts';
import type { ListQuery } from '../../src/tasks/list.ts';
import { orders, type Sort } from '../../src/tasks/orders.ts';
import { taskRepository } from '../../src/tasks/repository.ts';
import { taskTable } from '../../src/tasks/table.ts';
import type { Tables } from '../../src/storage.ts';
import { OWNER } from './data.ts';

/** The implementation that is measured. It handles paths of the contract. */
export interface Target {
  /** Handles a request. Throws if the page is empty, because that would measure nothing. */
  request(path: string): Promise<void>;
  /** The cursor of the page in the middle of a list of all tasks. */
  cursorInTheMiddle(sort: Sort): Promise<string>;
}

/** Measures the repository, without HTTP. */
export function repositoryTarget(database: Database<Tables>): Target {
  const repository = taskRepository(database);
  let middle: Promise<ChangeCursor> | undefined;
  return {
    async request(path) {
      const { pathname, searchParams } = new URL(path, 'http://localhost');
      if (pathname === '/changes') {
        const since = searchParams.has('since') ? await (middle ??= middleOfChanges(database)) : undefined;
        const page = await readTaskChanges(database.reader, OWNER, since, 20);
        if (page?.changes.length !== 20) throw new Error(`${path} returned too few changes`);
        return;
      }
      if (pathname === '/summary') {
        await repository.summarize(OWNER, new Date().toISOString());
        return;
      }
      const { items } = await repository.list(OWNER, listQuery(searchParams));
      if (items.length === 0) throw new Error(`${path} returned no tasks`);
    },

    async cursorInTheMiddle(sort) {
      const order = orders[sort];
      const tasks = database.reader.selectFrom('task').where('owner', '=', OWNER);
      const { count } = await tasks
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      const row = await tasks
        .select(taskTable.selection)
        .orderBy(sql.ref(order.column), order.direction)
        .orderBy('position', order.direction)
        .limit(1)
        .offset(Math.floor(count / 2))
        .executeTakeFirstOrThrow();
      return JSON.stringify(sortPosition(order, taskTable.decode(row)));
    },
  };
}

/** A cursor in the middle of the changes. */
async function middleOfChanges({ reader }: Database<Tables>): Promise<ChangeCursor> {
  const first = await readTaskChanges(reader, OWNER, undefined, 1);
  if (first === undefined) throw new Error('The first page of changes cannot expire');
  const tasks = reader.selectFrom('task').where('owner', '=', OWNER);
  const { count } = await tasks
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const { sequence } = await tasks
    .select((eb) => eb.cast<string>('sequence', 'text').as('sequence'))
    .orderBy('task.sequence')
    .limit(1)
    .offset(Math.floor(count / 2))
    .executeTakeFirstOrThrow();
  return { ...first.cursor, reached: BigInt(sequence) };
}

/** Parses the query of a valid path. */
function listQuery(parameters: URLSearchParams): ListQuery {
  const texts = Object.fromEntries(
    ['q', 'dueBefore', 'dueAfter', 'updatedSince']
      .filter((name) => parameters.has(name))
      .map((name) => [name, parameters.get(name)]),
  ) as Pick<ListQuery, 'q' | 'dueBefore' | 'dueAfter' | 'updatedSince'>;
  const lists = Object.fromEntries(
    ['status', 'priority', 'tag']
      .filter((name) => parameters.has(name))
      .map((name) => [name, parameters.getAll(name)]),
  ) as Pick<ListQuery, 'status' | 'priority' | 'tag'>;
  const cursor = parameters.get('cursor');
  return {
    ...texts,
    ...lists,
    sort: (parameters.get('sort') ?? '-created') as Sort,
    limit: 20,
    ...(cursor !== null && { after: JSON.parse(cursor) as NonNullable<ListQuery['after']> }),
  };
}
