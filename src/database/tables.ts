/**
 * The tables as Kysely sees them, the same for every engine.
 *
 * `position` is a 63-bit integer, and drivers read such numbers in ways of their own (better-sqlite3 rounds
 * them, PostgreSQL's gives text). So it is written and compared, and never read: it can be had from the id.
 */

/** A task. Times are `YYYY-MM-DDTHH:MM:SS.sssZ`, which sorts as text. */
export interface TaskTable {
  position: bigint;
  id: string;
  owner: string;
  title: string;
  description: string | null;
  status: string;
  /** The rank, 0 for the lowest: what the sort by priority needs. */
  priority: number;
  due_at: string | null;
  /** A JSON array: a task is read without a join. */
  tags: string;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  version: number;
}

/** The tags again, one row each: what the filter by tag searches. */
export interface TaskTagTable {
  owner: string;
  tag: string;
  position: bigint;
}

/** How many tasks an owner has of each status and priority. */
export interface TaskCountTable {
  owner: string;
  status: string;
  priority: number;
  count: number;
}

/** How many open tasks an owner has due on each day (`YYYY-MM-DD`). */
export interface TaskDueCountTable {
  owner: string;
  day: string;
  count: number;
}

/** The answer that was given to a request with an idempotency key. */
export interface IdempotencyKeyTable {
  owner: string;
  key: string;
  fingerprint: string;
  status: number;
  /** A JSON object. */
  headers: string;
  body: string;
  created_at: string;
}

/** Every table that queries outside this folder may name. */
export interface Tables {
  task: TaskTable;
  task_tag: TaskTagTable;
  task_count: TaskCountTable;
  task_due_count: TaskDueCountTable;
  idempotency_key: IdempotencyKeyTable;
}
