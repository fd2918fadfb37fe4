// The change feed of the tasks.
import type { components, operations } from '../../generated/openapi.ts';
import type { Handlers } from '../contract/handler.ts';
import type { Change } from '../resource/changes/feed.ts';
import { feedReader } from '../resource/changes/feed.ts';
import { changeOperation } from '../resource/changes/operation.ts';
import type { WakeUps } from '../resource/changes/wake-ups.ts';
import type { TaskDatabase } from './storage/database.ts';
import { DELETIONS, taskTable } from './table.ts';
import type { Task } from './task.ts';

export type ChangeHandlers = Handlers<operations, 'listChanges'>;

/** Reads a page of changes to an owner's tasks. */
export const readTaskChanges = feedReader<Task>({
  items: taskTable.name,
  deletions: DELETIONS,
  names: taskTable.names,
  decode: taskTable.decode,
});

/** The handler of the change feed. */
export function changeHandlers(database: TaskDatabase, wakeUps: WakeUps): ChangeHandlers {
  const listChanges = changeOperation({
    read: (owner, since, limit) => database.read(owner, (db) => readTaskChanges(db, owner, since, limit)),
    show,
    wakeUps,
  });
  return {
    listChanges: ({ query, user, longPoll }) => listChanges(user.sub, query, longPoll),
  };
}

function show(change: Change<Task>): components['schemas']['Change'] {
  return change.type === 'deleted'
    ? { type: 'deleted', taskId: change.id, deletedAt: change.deletedAt }
    : { type: 'upserted', taskId: change.item.id, task: change.item };
}
