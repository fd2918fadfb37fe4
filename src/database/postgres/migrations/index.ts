import type { ServingMigration } from '../../schema.ts';
import * as tasks from './0001-tasks.ts';
import * as taskSearch from './0002-task-search.ts';
import * as taskCounts from './0003-task-counts.ts';
import * as idempotencyKeys from './0004-idempotency-keys.ts';

/** The steps from an empty database to the tables of today, by name, in order. A step that was released never changes. */
export const migrations: Readonly<Record<string, ServingMigration>> = {
  '0001-tasks': tasks,
  '0002-task-search': taskSearch,
  '0003-task-counts': taskCounts,
  '0004-idempotency-keys': idempotencyKeys,
};
