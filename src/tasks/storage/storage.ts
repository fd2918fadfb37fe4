import type { Storage } from '../../database/storage.ts';
import * as postgres0001 from './postgres/0001-initial.ts';
import * as sqlite0001 from './sqlite/0001-initial.ts';
import type { TaskTables } from './tables.ts';

/** The tables of tasks. */
export const taskStorage: Storage<TaskTables> = {
  tables: ['task', 'task_tag', 'task_count', 'task_due_count', 'task_search'],
  migrations: {
    sqlite: { 'tasks/0001-initial': sqlite0001 },
    postgres: { 'tasks/0001-initial': postgres0001 },
  },
};
