import type { components } from '../../generated/openapi.ts';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type Status = Schemas['TaskStatus'];
export type Priority = Schemas['TaskPriority'];

/** What a client may write of a task, defaults filled in. */
export type TaskFields = Pick<Task, 'title' | 'description' | 'status' | 'priority' | 'dueAt' | 'tags'>;

/** A task and how often it was written, which its ETag is made from. */
export interface StoredTask {
  readonly task: Task;
  /** 1 when created, one more with every replacement or update. */
  readonly version: number;
}

/** The statuses of a task that is still to be done. */
export const openStatuses = ['pending', 'in_progress'] as const satisfies readonly Status[];

/** Tells whether a task is still to be done. */
export function isOpen(task: Pick<Task, 'status'>): boolean {
  return openStatuses.some((status) => status === task.status);
}
