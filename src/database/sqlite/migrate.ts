import type Sqlite from 'better-sqlite3';
import { Migrator } from 'kysely/migration';
import type { Database } from '../database.ts';
import { DatabaseError } from '../errors.ts';
import { APPLICATION_ID } from './application-id.ts';
import { migrations } from './migrations/index.ts';

/** Makes sure that the file is empty, or one of this program and of no newer version; `DatabaseError` if not. */
export function assertOwnFile(raw: Sqlite.Database, path: string): void {
  const tables = raw.prepare<[], number>('select count(*) from sqlite_schema').pluck().get();
  if (tables === 0) return;
  if (raw.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new DatabaseError(
      `${path} is a database of another program`,
      'Set the database URL to a file of this program, or to one that does not exist yet',
    );
  }
  const applied = raw.prepare<[], string>('select name from kysely_migration').pluck().all();
  const unknown = applied.find((migration) => !Object.hasOwn(migrations, migration));
  if (unknown !== undefined) {
    throw new DatabaseError(
      `${path} was written by a newer version of this program, one that has the migration ${unknown}`,
      'Run that version, or restore the backup from before the upgrade',
    );
  }
}

/** Brings the tables up to date: all the missing migrations are applied, or none when one of them throws. */
export async function migrate(write: Database['write']): Promise<void> {
  // In one transaction that holds the lock: of two processes starting at once, the second finds the work done.
  await write(async (trx) => {
    const migrator = new Migrator({
      db: trx,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error as Error;
  });
}
