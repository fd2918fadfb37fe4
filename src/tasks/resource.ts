import { purgeOf } from '../resource/changes/purge.ts';
import { eraseItems } from '../resource/erase-items.ts';
import type { HandlerOptions, Resource } from '../resource/resource.ts';
import { type TaskEvent, taskHandlers, type TaskHandlers } from './handlers.ts';
import { taskRepository } from './repository.ts';
import { taskStorage } from './storage/storage.ts';
import type { TaskTables } from './storage/tables.ts';
import { DELETIONS, taskTable } from './table.ts';
import { totalTasks } from './totals.ts';
import { taskTransfer } from './transfer.ts';

/** Tasks, as src/resources.ts adds them to the service. */
export const tasks: Resource<TaskTables, TaskHandlers, TaskEvent, 'open' | 'overdue', HandlerOptions> = {
  storage: taskStorage,
  counters: {
    created: { name: 'tasks_created_total', help: 'Tasks created.' },
    completed: {
      name: 'tasks_completed_total',
      help: 'Tasks completed. Counts a task again when it is reopened and completed.',
    },
    deleted: { name: 'tasks_deleted_total', help: 'Tasks deleted.' },
  },
  gauges: {
    open: { name: 'tasks_open', help: 'Pending and in-progress tasks.' },
    overdue: { name: 'tasks_overdue', help: 'Open tasks whose due date is before today (UTC).' },
  },
  measure: ({ reader }, clock) => totalTasks(reader, new Date(clock()).toISOString()),
  handlers: taskHandlers,
  eraseOwner: (database, owner) => eraseItems(database, taskTable, taskRepository(database), owner),
  transfer: taskTransfer,
  purge: purgeOf(DELETIONS),
};
