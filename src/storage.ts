// The program's database: the engine that the configuration names, with the tables of all resources.
import type { Config } from './config.ts';
import type { Database, DatabaseOptions } from './database/database.ts';
import { openDatabase } from './database/open.ts';
import type { TablesOf } from './database/storage.ts';
import { changeStorage } from './resource/changes/storage.ts';
import { idempotencyStorage } from './resource/idempotency/storage.ts';
import { ownerStorage } from './resource/owner/storage.ts';
import { resources } from './resources.ts';
import { version } from './process/version.ts';

/** The storage that all resources share, and the storage of each resource. */
export const storages = [
  ownerStorage,
  idempotencyStorage,
  changeStorage,
  ...resources.map(({ storage }) => storage),
];

/** The tables of all resources. */
export type Tables = TablesOf<(typeof storages)[number]>;

/** Opens the configured database. Throws `DatabaseError`. */
export async function openStorage(
  { database: { maxBytes, ...options } }: Pick<Config, 'database'>,
  others: Partial<DatabaseOptions> = {},
): Promise<Database<Tables>> {
  return await openDatabase(
    { ...options, ...(maxBytes === undefined ? {} : { maxBytes }), version, ...others },
    storages,
  );
}
