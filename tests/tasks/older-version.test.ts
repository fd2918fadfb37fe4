// During a rolling update, instances of 1.0.0 write to the tables of the change feed on PostgreSQL. They know neither
// sequences nor deletions.
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { charge, unlimited } from '../../src/resource/owner/account.ts';
import { readTaskChanges } from '../../src/tasks/changes.ts';
import type { TaskDatabase } from '../../src/tasks/storage/database.ts';
import { engineName } from '../support/engine.ts';
import { openFresh } from '../support/temporary-database.ts';
import { create, OWNER } from './sample-tasks.ts';

const onPostgres = engineName === 'postgres' ? test : test.skip;

/** The items of a page of the feed, each as a version or a deletion. */
async function changes(database: TaskDatabase) {
  const page = await readTaskChanges(database.reader, OWNER, undefined, 100);
  return page?.changes.map((change) => (change.type === 'deleted' ? 'deleted' : change.item.version));
}

/** Writes as 1.0.0 does: it charges the owner, and then changes the row. */
async function write(database: TaskDatabase, statement: (id: string) => ReturnType<typeof sql>, id: string) {
  await database.write(OWNER, async (trx) => {
    await charge(trx, { owner: OWNER, quotas: unlimited }, {});
    await trx.getExecutor().executeQuery(statement(id).compile(trx as never));
  });
}

onPostgres('lists changes and deletions by instances that do not support the change feed', async () => {
  const database = await openFresh();
  const task = await create(database);
  const other = await create(database);
  await write(database, (id) => sql`update task set version = 2 where id = ${id}`, task.id);
  expect(await changes(database)).toEqual([1, 2]);
  await write(database, (id) => sql`delete from task where id = ${id}`, other.id);
  expect(await changes(database)).toEqual([2, 'deleted']);
});
