// One handler per operation: a request value in, a response value out. No HTTP objects and no SQL.
import type { operations } from '../../generated/openapi.ts';
import type { Handlers } from '../contract/handler.ts';
import { type Events, itemOperations } from '../resource/operations.ts';
import { pageOf } from '../resource/page.ts';
import type { Counter, HandlerOptions } from '../resource/resource.ts';
import { invalidCursor, queryTooExpensive } from '../resource/responses.ts';
import { type BatchHandlers, batchHandlers } from './batch.ts';
import { type ChangeHandlers, changeHandlers } from './changes.ts';
import { completeFields, patchedFields } from './columns.ts';
import { ListStopped } from './list.ts';
import { nextCursor, readListQuery } from './page.ts';
import { taskRepository } from './repository.ts';
import { type TrashHandlers, trashHandlers } from './trash.ts';
import type { TaskDatabase } from './storage/database.ts';
import type { Task } from './task.ts';

export type TaskHandlers = Handlers<
  operations,
  'listTasks' | 'createTask' | 'getTask' | 'replaceTask' | 'updateTask' | 'deleteTask' | 'getSummary'
> &
  BatchHandlers &
  ChangeHandlers &
  TrashHandlers;

/** A change to a task that is counted after it was committed. */
export type TaskEvent = 'created' | 'completed' | 'deleted';

/** The handlers of the task operations. */
export function taskHandlers(
  database: TaskDatabase,
  counters: Readonly<Record<TaskEvent, Counter>>,
  { quotas, clock, changes }: HandlerOptions,
): TaskHandlers {
  const repository = taskRepository(database, quotas, { ...changes, clock });
  const names = {
    noun: 'task',
    path: '/tasks',
    notFound: 'urn:problem-type:task-manager-api:task-not-found',
  } as const;
  const events: Events<Task> = {
    created({ completedAt }) {
      counters.created.inc();
      if (completedAt !== null) counters.completed.inc();
    },
    changed(before, after) {
      if (before.completedAt === null && after.completedAt !== null) counters.completed.inc();
    },
    removed() {
      counters.deleted.inc();
    },
  };
  const operations = itemOperations(database, repository, names, events, quotas, clock);

  return {
    listTasks: async ({ query, user }) => {
      const list = readListQuery(query, user.sub);
      if (list === undefined) return invalidCursor();
      const page = await repository.list(user.sub, list).catch(whenStopped);
      if ('reason' in page) return queryTooExpensive(page.reason, page.filters, list.sort);
      const { items, next } = page;
      return pageOf(items, query, next && nextCursor(list, user.sub, next));
    },

    createTask: ({ body, headers, user }) => operations.create(user.sub, completeFields(body), headers),

    getTask: ({ params, headers, user }) => operations.read(user.sub, params.taskId, headers),

    replaceTask: ({ params, headers, body, user }) =>
      operations.change(user.sub, params.taskId, headers, () => completeFields(body)),

    updateTask: ({ params, headers, body, user }) =>
      operations.change(user.sub, params.taskId, headers, (task) => patchedFields(task, body)),

    deleteTask: ({ params, headers, user }) => operations.remove(user.sub, params.taskId, headers),

    ...batchHandlers(database, repository, events, (owner) => ({ owner, quotas, clock })),
    ...changeHandlers(database, changes.wakeUps),
    ...trashHandlers(database, repository, names),

    getSummary: async ({ user }) => ({
      status: 200,
      body: await repository.summarize(user.sub, new Date(clock()).toISOString()),
    }),
  };
}

/** Returns the error if a list was stopped or refused. Throws any other error. */
function whenStopped(error: unknown): ListStopped {
  if (error instanceof ListStopped) return error;
  throw error;
}
