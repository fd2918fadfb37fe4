// Short names for the generated types of the contract.
import type { FetchResponse } from 'openapi-fetch';
import type { components, operations } from '../../generated/openapi.ts';

type Schemas = components['schemas'];

/** A task as returned by the API. */
export type Task = Schemas['Task'];

/** The fields of a new task; only `title` is required. */
export type CreateTask = Schemas['CreateTask'];

/** The new values of a task. Omitted fields are reset to their defaults. */
export type ReplaceTask = Schemas['ReplaceTask'];

/** The fields to change. Omitted fields keep their values. */
export type UpdateTask = Schemas['UpdateTask'];

/** A change of a task, discriminated by `type`. */
export type TaskChange =
  { type: 'upserted'; taskId: string; task: Task } | { type: 'deleted'; taskId: string; deletedAt: string };

/** A batch operation, discriminated by `type`. `version` is the version that the task must have. */
export type TaskOperation =
  | { type: 'create'; task: CreateTask }
  | { type: 'update'; taskId: string; version?: number; task: UpdateTask }
  | { type: 'delete'; taskId: string; version?: number };

/** The result of a batch operation, discriminated by `type`. */
export type OperationResult<Type extends TaskOperation['type'] = TaskOperation['type']> = {
  create: { type: 'created'; taskId: string; version: number };
  update: { type: 'updated'; taskId: string; version: number };
  delete: { type: 'deleted'; taskId: string };
}[Type];

/** A deleted task that can be restored. */
export type TrashedTask = Schemas['TrashedTask'];

/** A page of tasks, and the cursor of the next page. */
export type TaskPage = Schemas['TaskPage'];

/** Counts of the user's tasks. */
export type Summary = Schemas['Summary'];

/** The status of a task. */
export type TaskStatus = Schemas['TaskStatus'];

/** The priority of a task. */
export type TaskPriority = Schemas['TaskPriority'];

/** A violation of the contract, and its location in the request. */
export type ValidationError = Schemas['ValidationError'];

/** The problem details of any problem type, discriminated by `type`. */
export type Problem = Schemas[Extract<keyof Schemas, `${string}Problem`>];

/** The filters, order, page size and cursor of a list. */
export type TaskQuery = NonNullable<operations['listTasks']['parameters']['query']>;

/** The result of a call: `data` or `error`, and the `response` with its headers. */
export type Result<OperationId extends keyof operations> = FetchResponse<
  operations[OperationId],
  unknown,
  `${string}/${string}`
>;
