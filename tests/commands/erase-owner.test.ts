import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { eraseOwner } from '../../src/commands/erase-owner.ts';
import type { Database } from '../../src/database/database.ts';
import { saveRequest } from '../../src/resource/idempotency/saved-requests.ts';
import { unlimited } from '../../src/resource/owner/account.ts';
import type { Tables } from '../../src/storage.ts';
import { create, createAll, OWNER } from '../tasks/sample-tasks.ts';
import { openFresh, openTemporary } from '../support/temporary-database.ts';

/** The counts of items and idempotency keys in the owner's row. Undefined if there is no row. */
async function countedUsage({ reader }: Database<Tables>) {
  return await reader
    .selectFrom('owner')
    .select(['item_count', 'key_count'])
    .where('owner', '=', OWNER)
    .executeTakeFirst();
}

test('erases more items than fit into one transaction', async () => {
  const database = await openFresh();
  await createAll(
    database,
    Array.from({ length: 250 }, () => ({})),
  );
  expect(await eraseOwner(database, OWNER)).toEqual({ task: 250, webhook: 0 });
  expect(await countedUsage(database)).toBeUndefined();
});

test("does not touch another program's tables", async () => {
  const database = await openFresh();
  await database.write(OWNER, async (trx) => {
    await sql`create table document (owner text)`.execute(trx);
    await sql`insert into document (owner) values (${OWNER})`.execute(trx);
  });
  await create(database);
  await eraseOwner(database, OWNER);
  const { rows } = await sql`select owner from document`.execute(database.reader);
  expect(rows).toEqual([{ owner: OWNER }]);
});

test('fails if the owner creates an item in the meantime, and erases it when it runs again', async () => {
  const database = await openFresh();
  await create(database);
  await database.write(OWNER, (trx) =>
    saveRequest(trx, { owner: OWNER, quotas: unlimited }, '"key"', { result: 'x', fingerprint: 'f' }),
  );
  let emptyBatches = 0;
  const write: typeof database.write = async (...call) => {
    const result = await database.write(...call);
    // The first empty batch ends the erasure of webhook deliveries, the second one ends the erasure of tasks.
    if (result === 0 && (emptyBatches += 1) === 2) await create(database);
    return result;
  };
  await expect(eraseOwner({ ...database, write }, OWNER)).rejects.toThrow(
    / rows of ada were written while the command ran\. .*run the command again$/,
  );
  expect(await countedUsage(database)).toEqual({ item_count: 1, key_count: 0 });
  expect(await eraseOwner(database, OWNER)).toEqual({ task: 1, webhook: 0 });
  expect(await countedUsage(database)).toBeUndefined();
});

test('erases an owner while the database is full', async () => {
  const database = await openTemporary({ path: ':memory:', maxBytes: 600_000 });
  await create(database);
  const others = Array.from({ length: 50 }, () => ({ description: 'Water the plants. '.repeat(200) }));
  const untilFull = async () => {
    for (;;) await createAll(database, others, 'grace');
  };
  await expect(untilFull()).rejects.toMatchObject({ reason: 'full' });
  expect(await eraseOwner(database, OWNER)).toEqual({ task: 1, webhook: 0 });
});
