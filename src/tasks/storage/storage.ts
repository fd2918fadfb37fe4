import type { Storage } from '../../database/storage.ts';
import * as postgres0001 from './postgres/0001-initial.ts';
import * as postgres0002 from './postgres/0002-changes.ts';
import * as sqlite0001 from './sqlite/0001-initial.ts';
import * as sqlite0002 from './sqlite/0002-changes.ts';
import * as sqlite0003 from './sqlite/0003-merges.ts';
import type { TaskTables } from './tables.ts';

/** The tables of tasks. */
export const taskStorage: Storage<TaskTables> = {
  tables: ['task', 'task_tag', 'task_count', 'task_due_count', 'task_search', 'deleted_task'],
  migrations: {
    sqlite: {
      'tasks/0001-initial': sqlite0001,
      'tasks/0002-changes': sqlite0002,
      'tasks/0003-merges': sqlite0003,
    },
    postgres: { 'tasks/0001-initial': postgres0001, 'tasks/0002-changes': postgres0002 },
  },
};
