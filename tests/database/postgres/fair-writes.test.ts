// The writes of many owners share the connections of a pool: each owner has at most one, and the owners take turns.
import { sql } from 'kysely';
import { expect, jest, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { openDatabase } from '../../../src/database/open.ts';
import { storages, type Tables } from '../../../src/storage.ts';
import { dropDatabase, makeDatabase } from '../../support/postgres/databases.ts';
import { atEnd } from '../../support/temporary-database.ts';
import { scaled } from '../../support/timeouts.js';

jest.setTimeout(scaled(60_000));

/** A database with two connections for writes. */
async function open(): Promise<Database<Tables>> {
  const url = await makeDatabase();
  const database = await openDatabase(
    { url, migrate: false, writeWaitMs: 30_000, pool: { connections: 4, connectTimeoutMs: 30_000 } },
    storages,
  );
  atEnd(async () => {
    await database.close();
    await dropDatabase(url);
  });
  return database;
}

/** Starts slow writes of an owner concurrently. Each adds the owner to `finished`. */
function write(
  database: Database<Tables>,
  owner: string,
  count: number,
  finished: string[],
): Promise<void>[] {
  return Array.from({ length: count }, async () => {
    await database.write(owner, (trx) => sql`select pg_sleep(0.02)`.execute(trx));
    finished.push(owner);
  });
}

test('makes a write wait for at most one write of each other owner', async () => {
  const database = await open();
  const finished: string[] = [];
  const greedy = write(database, 'greedy', 30, finished);
  const others = ['ada', 'grace', 'edsger'].flatMap((owner) => write(database, owner, 1, finished));
  await Promise.all(others);
  // One write had already started, and at most one runs before the write of each other owner.
  expect(finished.filter((owner) => owner === 'greedy').length).toBeLessThanOrEqual(4);
  await Promise.all(greedy);
  expect(finished).toHaveLength(33);
});

test('lets owners with many writes take turns', async () => {
  const database = await open();
  const finished: string[] = [];
  const owners = ['ada', 'grace', 'edsger', 'barbara'];
  await Promise.all(owners.flatMap((owner) => write(database, owner, 10, finished)));
  const half = finished.slice(0, finished.length / 2);
  for (const owner of owners) {
    expect(half.filter((each) => each === owner).length).toBeGreaterThanOrEqual(4);
  }
});
