import { parseArgs } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { EngineName, Queries } from '../database/storage.ts';
import { eraseInBatches } from '../resource/erase-items.ts';
import { deleteRequests } from '../resource/idempotency/saved-requests.ts';
import { resources } from '../resources.ts';
import { storages, type Tables } from '../storage.ts';
import { UsageError } from './command.ts';
import type { Command } from './command.ts';
import { openExisting } from './transfer/configured-database.ts';
import { TransferError } from './transfer/transfer-error.ts';

/**
 * Erases all stored data of one subject: items of all resources, trash, deletions, counts and idempotency keys.
 * Afterwards, counts the remaining rows, and fails if there are any, for example because the subject is still writing.
 */
export const eraseOwnerCommand: Command = {
  usage: 'SUBJECT',
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [subject, ...others] = positionals;
    if (subject === undefined || subject === '' || others.length > 0)
      throw new UsageError('Name one subject');
    const database = await openExisting();
    try {
      const erased = await eraseOwner(database, subject);
      const counts = Object.entries(erased).map(([table, count]) => `${table}: ${count}`);
      console.log(`Erased all data of ${subject} (${counts.join(', ')}). No rows of this subject remain.`);
    } finally {
      await database.close();
    }
  },
};

/** Erases an owner, whose writes must have ended. Returns the number of erased items by table, including the trash. */
export async function eraseOwner(
  database: Database<Tables>,
  owner: string,
): Promise<Readonly<Record<string, number>>> {
  const erased: Record<string, number> = {};
  // The last resource first: webhooks would otherwise deliver events of tasks that are being erased.
  for (const { transfer, eraseOwner } of resources.toReversed())
    erased[transfer.name] = await eraseOwner(database, owner);
  await eraseInBatches(database, owner, (trx) => deleteRequests(trx, owner));
  const withOwner = new Set(await tablesWithOwner(database));
  const tables = storages.flatMap(({ tables }) => tables).filter((table) => withOwner.has(table));
  await database.write(
    owner,
    async (trx) => {
      // Keeps the counts and the owner's row if an item was written while the command ran: without them, the item could
      // not be erased later.
      if ((await countRows(trx, Object.keys(erased), owner)) > 0) return;
      for (const table of tables)
        await sql`delete from ${sql.table(table)} where owner = ${owner}`.execute(trx);
    },
    { isDelete: true },
  );
  const remaining = await countRows(database.reader, tables, owner);
  if (remaining > 0) {
    throw new TransferError(
      `${remaining} rows of ${owner} were written while the command ran. Revoke the subject's tokens, and run the command again`,
    );
  }
  return erased;
}

async function countRows(db: Queries<Tables>, tables: readonly string[], owner: string): Promise<number> {
  let count = 0;
  for (const table of tables) {
    const query = sql<{
      rows: number;
    }>`select count(*) as rows from ${sql.table(table)} where owner = ${owner}`;
    count += Number((await query.execute(db)).rows[0]?.rows);
  }
  return count;
}

/** Selects the names of the tables with an `owner` column. */
const selectTables: Readonly<Record<EngineName, RawBuilder<{ name: string }>>> = {
  sqlite: sql`select tables.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns
    where tables.type = 'table' and columns.name = 'owner'`,
  postgres: sql`select table_name as name from information_schema.columns
    where table_schema = current_schema() and column_name = 'owner'`,
};

/** Returns the names of all tables with an `owner` column. Some may belong to a different program. */
export async function tablesWithOwner({ engine, reader }: Database<Tables>): Promise<string[]> {
  const { rows } = await selectTables[engine].execute(reader);
  return rows.map(({ name }) => name);
}
