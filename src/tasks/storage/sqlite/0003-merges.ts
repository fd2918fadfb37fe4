import { type Kysely, sql } from 'kysely';

/**
 * Excludes versions before 1.1.0: they would work, but do not merge in small steps, so FTS5 would merge only when there
 * are sixteen segments of about the same size.
 */
export const serves = '1.1.0';

/** Turns off the merges that FTS5 does by itself. The service merges in small steps (`search.ts`). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`insert into task_search (task_search, rank) values ('automerge', 0)`.execute(db);
}
