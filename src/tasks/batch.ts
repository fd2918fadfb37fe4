// Several changes to tasks in one request.
import type { components, operations } from '../../generated/openapi.ts';
import type { Handlers } from '../contract/handler.ts';
import { type BatchOperation, batches, type OperationResult } from '../resource/batch.ts';
import type { Events } from '../resource/operations.ts';
import type { Account } from '../resource/owner/account.ts';
import { completeFields, patchedFields } from './columns.ts';
import type { TaskRepository } from './repository.ts';
import type { TaskDatabase } from './storage/database.ts';
import type { Task, TaskFields } from './task.ts';

export type BatchHandlers = Handlers<operations, 'batchTasks'>;

/** The handler for batches. */
export function batchHandlers(
  database: TaskDatabase,
  repository: TaskRepository,
  events: Events<Task>,
  accountOf: (owner: string) => Account,
): BatchHandlers {
  const names = { noun: 'task', idProperty: 'taskId' };
  const apply = batches(database, repository, names, events, accountOf);
  return {
    batchTasks: async ({ body, headers, user }) => {
      const outcome = await apply(user.sub, {
        operations: body.operations.map(readOperation),
        key: headers['Idempotency-Key'],
        request: ['/tasks/batch', body],
      });
      return 'status' in outcome ? outcome : { status: 200, body: { results: outcome.results.map(show) } };
    },
  };
}

/** Converts an operation of the request body. The contract requires the properties that each type of operation uses. */
function readOperation(operation: components['schemas']['BatchOperation']): BatchOperation<Task, TaskFields> {
  const { type, taskId: id = '', version, task = {} } = operation;
  if (type === 'create') return { type, fields: completeFields(task as components['schemas']['CreateTask']) };
  return type === 'delete'
    ? { type, id, version }
    : { type, id, version, change: (current) => patchedFields(current, task) };
}

function show({ id: taskId, ...result }: OperationResult): components['schemas']['OperationResult'] {
  return { ...result, taskId };
}
