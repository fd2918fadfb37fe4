// The migrations as a step of their own, before a new version is started: `npm run migrate`. It is safe beside
// running instances, and beside another one of itself.
import { ConfigError, readConfig } from './config.ts';
import { DatabaseError } from './database/errors.ts';
import { openDatabase } from './database/open.ts';
import { databaseOptions } from './service.ts';

try {
  const applied: string[] = [];
  const options = databaseOptions(readConfig(process.env));
  const onMigrated = (names: readonly string[]): void => void applied.push(...names);
  await (await openDatabase({ ...options, migrate: true, onMigrated })).close();
  process.stdout.write(applied.length === 0 ? 'Nothing to migrate.\n' : `Migrated: ${applied.join(', ')}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DatabaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
