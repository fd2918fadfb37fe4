import pg from 'pg';
import type { TestDatabase, TestEngine } from './test-engine.ts';
import { dropDatabase, makeDatabase, withClient } from '../postgres/databases.ts';

/** PostgreSQL, with a database for each test. */
export const postgres: TestEngine = {
  makeDatabase: async () => databaseAt(await makeDatabase()),
  makeQuickDatabase: async () => ({ ...databaseAt(await makeDatabase()), isMigrated: true }),
  smallDatabase: {},
  missingTable: { name: 'error', message: /^relation ".*" does not exist$/ },
  // The codes for a failed check, and for values that are not valid JSON, numbers, timestamps or ids.
  refusalCodes: /^(23514|22P02|22007)$/,
};

function databaseAt(url: string): TestDatabase {
  return {
    url,
    lock: async () => {
      const other = new pg.Client(url);
      await other.connect();
      await other.query('begin; lock table owner, task, idempotency_key in exclusive mode');
      return async () => {
        await other.query('commit');
        await other.end();
      };
    },
    run: async (...statements) => {
      await withClient(url, async (client) => {
        for (const statement of statements) await client.query(statement);
      });
    },
    // Raises the error of a full disk, from the hundredth task on.
    fillUp: async () => {
      await withClient(url, async (client) => {
        await client.query(`
          create function refuse() returns trigger language plpgsql as $$ begin
            if (select count(*) from task) >= 100 then raise sqlstate '53100'; end if;
            return new;
          end $$`);
        await client.query(
          'create trigger full_disk before insert on task for each row execute function refuse()',
        );
      });
    },
    remove: () => dropDatabase(url),
  };
}
