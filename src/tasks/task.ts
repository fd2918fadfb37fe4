import type { components } from '../../generated/openapi.ts';
import type { FieldsOf } from '../resource/columns.ts';
import type { columns } from './columns.ts';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type Status = Schemas['TaskStatus'];
export type Priority = Schemas['TaskPriority'];

/** The properties of a task that clients write, with defaults filled in. */
export type TaskFields = FieldsOf<typeof columns>;

/** The statuses of an open task. */
export const openStatuses = ['pending', 'in_progress'] as const satisfies readonly Status[];

/** Whether a task is open: pending or in progress. */
export function isOpen(task: Pick<Task, 'status'>): boolean {
  return openStatuses.some((status) => status === task.status);
}
