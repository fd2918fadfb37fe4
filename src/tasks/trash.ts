// The trash: deleted tasks that can be restored.
import type { operations } from '../../generated/openapi.ts';
import type { Handlers } from '../contract/handler.ts';
import { isSequence } from '../resource/changes/cursor.ts';
import { readSealed, writeSealed } from '../resource/cursor.ts';
import { QuotaExceeded } from '../resource/owner/account.ts';
import { DEFAULT_LIMIT, FIRST_PAGE, pageOf } from '../resource/page.ts';
import type { Position } from '../resource/position.ts';
import { invalidCursor, notFound, ok, quotaExceeded } from '../resource/responses.ts';
import type { ResourceNames } from '../resource/responses.ts';
import type { TaskRepository } from './repository.ts';
import type { TaskDatabase } from './storage/database.ts';
import { taskTable } from './table.ts';

export type TrashHandlers = Handlers<operations, 'listTrash' | 'restoreTask' | 'eraseTask'>;

/** The handlers of the trash. */
export function trashHandlers(
  database: TaskDatabase,
  repository: TaskRepository,
  names: ResourceNames<'urn:problem-type:task-manager-api:task-not-found'>,
): TrashHandlers {
  const { trash } = taskTable;
  if (trash === undefined) throw new Error('Tasks have no table of deletions');
  return {
    listTrash: async ({ query, user: { sub: owner } }) => {
      const { limit = DEFAULT_LIMIT, cursor = FIRST_PAGE } = query;
      const before = cursor === FIRST_PAGE ? undefined : readPosition(owner, cursor);
      if (cursor !== FIRST_PAGE && before === undefined) return invalidCursor();
      const page = await database.read(owner, (db) => trash.list(db, owner, before, limit));
      const items = page.items.map(({ item: task, deletedAt }) => ({ task, deletedAt }));
      return pageOf(
        items,
        query,
        page.next === undefined ? undefined : writeSealed([String(page.next)], queryOf(owner)),
      );
    },

    restoreTask: async ({ params: { taskId }, user: { sub: owner } }) => {
      try {
        const task = await repository.write(
          owner,
          async (tasks) => (await tasks.restore(taskId)) ?? (await tasks.find(taskId)),
        );
        return task === undefined ? notInTrash(names, taskId) : ok(task);
      } catch (error) {
        if (error instanceof QuotaExceeded) return quotaExceeded(names.noun, error);
        throw error;
      }
    },

    eraseTask: async ({ params: { taskId }, user: { sub: owner } }) => {
      const isErased = await database.write(owner, (trx) => trash.eraseOne(trx, owner, taskId), {
        isDelete: true,
      });
      return isErased ? { status: 204 } : notInTrash(names, taskId);
    },
  };
}

function notInTrash(names: ResourceNames<'urn:problem-type:task-manager-api:task-not-found'>, id: string) {
  return notFound({ ...names, noun: 'deleted task' }, id);
}

function readPosition(owner: string, cursor: string): Position | undefined {
  const [sequence, ...rest] = readSealed(cursor, queryOf(owner)) ?? [];
  return isSequence(sequence) && rest.length === 0 ? BigInt(sequence) : undefined;
}

function queryOf(owner: string): unknown {
  return ['trash', owner];
}
