// One handler an operation: a request value in, a response value out. No HTTP objects, and no SQL.
import { matchesEntityTag } from '../http/entity-tag.ts';
import type { Handlers } from '../contract/operation.ts';
import { entityTag, foreignCursor, notFound, preconditionFailed, theTask } from './responses.ts';
import { changeTask, mayChange } from './change.ts';
import { createOnce } from './create-once.ts';
import { completeFields, patchedFields } from './fields.ts';
import { listTasks } from './list.ts';
import { nextCursor, nextLink, readListQuery } from './page.ts';
import { findTask, removeTask } from './repository.ts';
import { taskDialect } from './storage/dialect.ts';
import type { TaskDatabase } from './storage/database.ts';
import { summarise } from './summary.ts';

type TaskHandlers = Pick<
  Handlers,
  'listTasks' | 'createTask' | 'getTask' | 'replaceTask' | 'updateTask' | 'deleteTask' | 'getSummary'
>;

/** Told of what happens to tasks, once it is committed. */
export interface TaskEvents {
  readonly created: { inc(): void };
  readonly completed: { inc(): void };
  readonly deleted: { inc(): void };
}

/** The handlers of the task operations. */
export function taskHandlers(database: TaskDatabase, events: TaskEvents): TaskHandlers {
  const { reader } = database;
  const dialect = taskDialect(database);
  const { search } = dialect;
  return {
    listTasks: async ({ query, user }) => {
      const list = readListQuery(query, user.sub);
      if (list === undefined) return foreignCursor();
      const { items, next } = await listTasks(reader, dialect, user.sub, list);
      if (next === undefined) return { status: 200, body: { items, nextCursor: null } };
      const cursor = nextCursor(list, user.sub, next);
      return { status: 200, headers: { Link: nextLink(query, cursor) }, body: { items, nextCursor: cursor } };
    },

    createTask: async ({ body, headers, user }) =>
      createOnce(database, search, user.sub, headers['Idempotency-Key'], completeFields(body), ({ task }) => {
        events.created.inc();
        if (task.completedAt !== null) events.completed.inc();
      }),

    getTask: async ({ params, headers, user }) => {
      const stored = await findTask(reader, user.sub, params.taskId);
      if (stored === undefined) return notFound(params.taskId);
      const unchanged = matchesEntityTag(headers['If-None-Match'], entityTag(stored));
      return unchanged ? { status: 304, headers: { ETag: entityTag(stored) } } : theTask(stored);
    },

    replaceTask: async ({ params, headers, body, user }) =>
      changeTask(database, search, events, user.sub, params.taskId, headers, () => completeFields(body)),

    updateTask: async ({ params, headers, body, user }) =>
      changeTask(database, search, events, user.sub, params.taskId, headers, ({ task }) =>
        patchedFields(task, body),
      ),

    deleteTask: async ({ params, headers, user }) => {
      const refusal = await database.write(user.sub, async (trx) => {
        const current = await findTask(trx, user.sub, params.taskId);
        if (current === undefined) return notFound(params.taskId);
        if (!mayChange(headers, current)) return preconditionFailed(current);
        await removeTask(trx, search, user.sub, current);
        return undefined;
      });
      if (refusal !== undefined) return refusal;
      events.deleted.inc();
      return { status: 204 };
    },

    getSummary: async ({ user }) => ({
      status: 200,
      body: await summarise(reader, user.sub, new Date().toISOString()),
    }),
  };
}
