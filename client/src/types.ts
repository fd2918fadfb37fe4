// Short names for what a front end passes around. All of them are taken from the contract's generated types.
import type { FetchResponse } from 'openapi-fetch';
import type { components, operations } from '../../generated/openapi.ts';

type Schemas = components['schemas'];

/** A task as it is answered. */
export type Task = Schemas['Task'];

/** A task to create: a title, and whatever else is known. */
export type CreateTask = Schemas['CreateTask'];

/** A whole task as it is to be; what is left out goes back to its default. */
export type ReplaceTask = Schemas['ReplaceTask'];

/** The fields to change; what is left out stays as it is. */
export type UpdateTask = Schemas['UpdateTask'];

/** A page of a list, and the cursor of the next one. */
export type TaskPage = Schemas['TaskPage'];

/** The caller's tasks in numbers. */
export type Summary = Schemas['Summary'];

/** Where a task stands. */
export type TaskStatus = Schemas['TaskStatus'];

/** How much a task matters. */
export type TaskPriority = Schemas['TaskPriority'];

/** One thing that is wrong in a request, and where. */
export type RequestFault = Schemas['RequestFault'];

/** Every problem of the contract; `switch (problem.type)` tells them apart. */
export type Problem = Schemas[Extract<keyof Schemas, `${string}Problem`>];

/** The filters, the order and the page size of a list. */
export type TaskQuery = NonNullable<operations['listTasks']['parameters']['query']>;

/** What a call of an operation resolves to: `data` or `error`, and the `response` with its headers. */
export type Answer<OperationId extends keyof operations> = FetchResponse<
  operations[OperationId],
  unknown,
  `${string}/${string}`
>;
