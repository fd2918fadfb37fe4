import { type Kysely, sql } from 'kysely';
import type { Storage } from '../../database/storage.ts';

/** A deleted item. The id contains the position of the item. */
export interface DeletionTable {
  position: bigint;
  id: string;
  owner: string;
  /** The owner's clock at the deletion. */
  sequence: bigint;
  deleted_at: string;
  /** The item as JSON while it is in the trash. */
  content: string | null;
  /** The size of the content. */
  stored_bytes: number;
}

/** The tables of the change feed, in addition to the items and the deletions of each resource. */
export interface ChangeTables {
  /** A table with one row. The epoch identifies the history of this database. A restored backup begins a new history. */
  change_epoch: { epoch: string };
  /** For each owner whose deletions were purged, the sequence of the last purged deletion. */
  purge_watermark: { owner: string; sequence: bigint };
  /** The number of each owner's deletions, and the size of the owner's trash. */
  deletion_usage: { owner: string; row_count: number; stored_bytes: number };
}

/** The storage of the change feed. */
export const changeStorage: Storage<ChangeTables> = {
  tables: ['change_epoch', 'purge_watermark', 'deletion_usage'],
  // Renews the epoch, because the backup lacks changes that clients have seen.
  onRestore: 'update change_epoch set epoch = lower(hex(randomblob(8)))',
  migrations: {
    sqlite: { 'changes/0001-initial': { serves: '1.0.0', up: createForSqlite } },
    postgres: { 'changes/0001-initial': { serves: '1.0.0', up: createForPostgres } },
  },
};

async function createForSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table change_epoch (epoch text not null) strict`.execute(db);
  await sql`insert into change_epoch (epoch) values (lower(hex(randomblob(8))))`.execute(db);
  await sql`create table purge_watermark (
    owner text primary key,
    sequence integer not null
  ) strict, without rowid`.execute(db);
  await sql`create table deletion_usage (
    owner text primary key,
    row_count integer not null,
    stored_bytes integer not null
  ) strict, without rowid`.execute(db);
}

async function createForPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table change_epoch (epoch text not null)`.execute(db);
  await sql`insert into change_epoch (epoch)
    values (substr(replace(cast(gen_random_uuid() as text), '-', ''), 1, 16))`.execute(db);
  await sql`create table purge_watermark (
    owner text collate "C" primary key,
    sequence bigint not null
  )`.execute(db);
  await sql`create table deletion_usage (
    owner text collate "C" primary key,
    row_count bigint not null,
    stored_bytes bigint not null
  ) with (fillfactor = 50)`.execute(db);
}
