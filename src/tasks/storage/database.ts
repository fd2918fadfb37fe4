import type { Database } from '../../database/database.ts';
import type { ChangeTables } from '../../resource/changes/storage.ts';
import type { IdempotencyTables } from '../../resource/idempotency/storage.ts';
import type { OwnerTables } from '../../resource/owner/storage.ts';
import type { TaskTables } from './tables.ts';

/** A database with the tables that the operations on tasks use. */
export type TaskDatabase = Database<TaskTables & IdempotencyTables & OwnerTables & ChangeTables>;
