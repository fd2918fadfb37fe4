import { type Kysely, sql } from 'kysely';
import type { PoolConfig } from 'pg';
import { DatabaseError } from '../errors.ts';
import { openPool } from './pool.ts';

interface Session {
  readonly pid: number;
  readonly encoding: string;
}

/**
 * Throws `DatabaseError` if the encoding of the database is not UTF-8, or if a proxy shares server sessions between its
 * clients. `config` must not change session settings: in a shared session, another program would inherit them.
 */
export async function assertUsable(config: PoolConfig, name: string): Promise<void> {
  const pool = openPool({ ...config, max: 2 });
  try {
    await pool.kysely.connection().execute((one) =>
      pool.kysely.connection().execute(async (other) => {
        const first = await readSession(one);
        const second = await readSession(other);
        if (first.encoding !== 'UTF8') {
          throw new DatabaseError(
            `${name} has the encoding ${first.encoding}, which cannot store all text`,
            'Create a database with UTF-8: createdb --template=template0 --encoding=UTF8 tasks',
          );
        }
        // PostgreSQL runs a separate process for each client. Equal process ids mean that a proxy has given both
        // connections the same session.
        if (first.pid === second.pid) {
          throw new DatabaseError(
            `${name} is behind a proxy that pools transactions or statements`,
            'Set pool_mode = session in PgBouncer for this database, or connect to PostgreSQL directly',
          );
        }
      }),
    );
  } finally {
    await pool.close();
  }
}

async function readSession(db: Kysely<unknown>): Promise<Session> {
  const query = sql<Session>`select pg_backend_pid() as pid, current_setting('server_encoding') as encoding`;
  const { rows } = await query.execute(db);
  return rows[0] as Session;
}
