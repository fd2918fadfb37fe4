// The typed client of the Task Manager API: openapi-fetch with the contract's types, and the few things that
// every front end would otherwise write for itself.
export { allTasks, type AllTasksOptions } from './all-tasks.ts';
export { changeTask, type ChangeTaskOptions } from './change-task.ts';
export { createTaskClient, type TaskClient, type TaskClientOptions } from './client.ts';
export { createTaskOnce, type CreateTaskOnceOptions } from './create-task-once.ts';
export { faultsByField } from './faults-by-field.ts';
export { newIdempotencyKey } from './idempotency-key.ts';
export { isProblem } from './problem.ts';
export { TaskApiError, unwrap } from './unwrap.ts';
export type {
  Answer,
  CreateTask,
  Problem,
  ReplaceTask,
  RequestFault,
  Summary,
  Task,
  TaskPage,
  TaskPriority,
  TaskQuery,
  TaskStatus,
  UpdateTask,
} from './types.ts';
export type { components, operations, paths } from '../../generated/openapi.ts';
