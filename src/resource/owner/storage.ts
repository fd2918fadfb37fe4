import { type Kysely, sql } from 'kysely';
import type { Storage } from '../../database/storage.ts';

/** An owner: the clock and the usage that every write updates. */
export interface OwnerTable {
  owner: string;
  /** The position of the owner's latest write, see `Position`. It only increases. */
  clock: bigint;
  item_count: number;
  stored_bytes: number;
  key_count: number;
  webhook_count: number;
}

export interface OwnerTables {
  owner: OwnerTable;
}

/** The owners. An owner's row is also the lock that serializes the owner's writes. */
export const ownerStorage: Storage<OwnerTables> = {
  tables: ['owner'],
  lockTable: 'owner',
  migrations: {
    sqlite: {
      'owner/0001-initial': { serves: '1.0.0', up: createForSqlite },
      'owner/0002-webhooks': { serves: '1.0.0', up: countWebhooks },
    },
    postgres: {
      'owner/0001-initial': { serves: '1.0.0', up: createForPostgres },
      'owner/0002-webhooks': { serves: '1.0.0', up: countWebhooks },
    },
  },
};

async function createForSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table owner (
    owner text primary key,
    clock integer not null default 0,
    item_count integer not null default 0 check (item_count >= 0),
    stored_bytes integer not null default 0 check (stored_bytes >= 0),
    key_count integer not null default 0 check (key_count >= 0)
  ) strict, without rowid`.execute(db);
}

/** `fillfactor` leaves space in each page for the next version of a row beside the old one. */
async function createForPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table owner (
    owner text collate "C" primary key,
    clock bigint not null default 0,
    item_count bigint not null default 0 check (item_count >= 0),
    stored_bytes bigint not null default 0 check (stored_bytes >= 0),
    key_count bigint not null default 0 check (key_count >= 0)
  ) with (fillfactor = 50)`.execute(db);
}

/**
 * Adds the number of webhooks to the owner's row. Every write reads this row, so a write of an owner without webhooks
 * requires no query for webhooks.
 */
async function countWebhooks(db: Kysely<unknown>): Promise<void> {
  await sql`alter table owner
    add column webhook_count integer not null default 0 check (webhook_count >= 0)`.execute(db);
}
