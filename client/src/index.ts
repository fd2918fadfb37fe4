// The typed client of the Task Manager API: openapi-fetch with the types of the contract, retries, time limits and token
// refresh, and helpers for pagination, concurrent changes, synchronization and errors.
export { allTasks, type AllTasksOptions } from './all-tasks.ts';
export { batch, type BatchOptions, type BatchOutcome, type ResultsOf } from './batch.ts';
export { changeTask, type ChangeTaskOptions } from './change-task.ts';
export { createTaskClient, type TaskClient, type TaskClientOptions } from './client.ts';
export { createTaskOnce, type CreateTaskOnceOptions } from './create-task-once.ts';
export { TaskConnectionError } from './connection-error.ts';
export { etagOf } from './etag.ts';
export { validationErrorsByField } from './validation-errors.ts';
export { newIdempotencyKey } from './idempotency-key.ts';
export { isProblem } from './problem.ts';
export { restoreTask, type RestoreTaskOptions } from './restore-task.ts';
export { retry, type RetryOptions, type Sleep } from './retry.ts';
export type { Attempt } from './retrying-fetch.ts';
export { TaskApiError, unwrap } from './unwrap.ts';
export { watchTasks, type TaskChanges, type WatchTasksOptions } from './watch-tasks.ts';
export type {
  CreateTask,
  OperationResult,
  Problem,
  ReplaceTask,
  Result,
  ValidationError,
  Summary,
  Task,
  TaskChange,
  TaskOperation,
  TaskPage,
  TaskPriority,
  TaskQuery,
  TaskStatus,
  TrashedTask,
  UpdateTask,
} from './types.ts';
export type { components, operations, paths } from '../../generated/openapi.ts';
