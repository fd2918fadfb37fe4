import { type Kysely, sql } from 'kysely';
import type { Storage } from '../../database/storage.ts';

/** A request with an idempotency key. */
export interface IdempotencyKeyTable {
  owner: string;
  key: string;
  fingerprint: string;
  /** The created item, or the results of a batch. */
  item_id: string;
  created_at: string;
}

export interface IdempotencyTables {
  idempotency_key: IdempotencyKeyTable;
}

/** The requests with a key, found by key and deleted by age. */
export const idempotencyStorage: Storage<IdempotencyTables> = {
  tables: ['idempotency_key'],
  migrations: {
    sqlite: { 'idempotency/0001-initial': { serves: '1.0.0', up: createForSqlite } },
    postgres: { 'idempotency/0001-initial': { serves: '1.0.0', up: createForPostgres } },
  },
};

async function createForSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table idempotency_key (
    owner text not null,
    key text not null,
    fingerprint text not null,
    item_id text not null,
    created_at text not null,
    primary key (owner, key)
  ) strict, without rowid`.execute(db);
  await sql`create index idempotency_key_by_age on idempotency_key (created_at)`.execute(db);
}

async function createForPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table idempotency_key (
    owner text collate "C" not null,
    key text collate "C" not null,
    fingerprint text not null,
    item_id text not null,
    created_at timestamptz(3) not null,
    primary key (owner, key)
  )`.execute(db);
  await sql`create index idempotency_key_by_age on idempotency_key (created_at)`.execute(db);
}
