// What PUT and PATCH share: read, check the preconditions, write, all in one transaction, so that no change is lost
// between the reading and the writing.
import { matchesEntityTag, permitsChange } from '../http/entity-tag.ts';
import type { OperationResponse } from '../contract/operation.ts';
import { entityTag, notFound, preconditionFailed, theTask } from './responses.ts';
import { findTask, saveTask } from './repository.ts';
import type { TaskDatabase } from './storage/database.ts';
import type { SearchIndex } from './storage/dialect.ts';
import type { StoredTask, TaskFields } from './task.ts';

/** What a request that changes a task makes it depend on. */
export interface Preconditions {
  readonly 'If-Match'?: string;
  readonly 'If-None-Match'?: string;
}

/** Whether the preconditions let this version of a task be changed (RFC 9110, section 13.2.2). */
export function mayChange(preconditions: Preconditions, current: StoredTask): boolean {
  const tag = entityTag(current);
  return (
    permitsChange(preconditions['If-Match'], tag) && !matchesEntityTag(preconditions['If-None-Match'], tag)
  );
}

/** Changes a task to the fields that `change` makes of it. Tells `events` of a task that became completed. */
export async function changeTask(
  database: TaskDatabase,
  search: SearchIndex,
  events: { readonly completed: { inc(): void } },
  owner: string,
  id: string,
  preconditions: Preconditions,
  change: (current: StoredTask) => TaskFields,
): Promise<OperationResponse<'replaceTask'> & OperationResponse<'updateTask'>> {
  const [before, after] = await database.write(owner, async (trx) => {
    const current = await findTask(trx, owner, id);
    if (current === undefined || !mayChange(preconditions, current)) return [current, undefined];
    return [current, await saveTask(trx, search, owner, current, change(current))];
  });
  if (before === undefined) return notFound(id);
  if (after === undefined) return preconditionFailed(before);
  if (before.task.completedAt === null && after.task.completedAt !== null) events.completed.inc();
  return theTask(after);
}
