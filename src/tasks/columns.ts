import {
  type Codec,
  type ColumnsOf,
  fieldsOf,
  jsonList,
  optionalDateTime,
  plain,
} from '../resource/columns.ts';
import type { components } from '../../generated/openapi.ts';

type Priority = components['schemas']['TaskPriority'];
type Status = components['schemas']['TaskStatus'];
type Task = components['schemas']['Task'];

/** The priorities from low to urgent. The index of a priority is its rank, which the database stores and sorts by. */
export const priorities = ['low', 'medium', 'high', 'urgent'] as const satisfies readonly Priority[];

/** The rank that represents a priority in the database. */
export function rankOf(priority: Priority): number {
  return priorities.indexOf(priority);
}

const rank: Codec<Priority, number> = { encode: rankOf, decode: (stored) => priorities[stored] as Priority };

/** Every property of a task: its column, and its default if clients may write it. */
export const columns = {
  id: { name: 'id', codec: plain<string>() },
  title: { name: 'title', codec: plain<string>(), isWritable: true },
  description: { name: 'description', codec: plain<string | null>(), isWritable: true, default: null },
  status: { name: 'status', codec: plain<Status>(), isWritable: true, default: 'pending' },
  priority: { name: 'priority', codec: rank, isWritable: true, default: 'medium' },
  dueAt: { name: 'due_at', codec: optionalDateTime, isWritable: true, default: null },
  tags: { name: 'tags', codec: jsonList<string>(), isWritable: true, default: [] },
  createdAt: { name: 'created_at', codec: plain<string>() },
  updatedAt: { name: 'updated_at', codec: plain<string>() },
  completedAt: { name: 'completed_at', codec: plain<string | null>() },
  version: { name: 'version', codec: plain<number>() },
} as const satisfies ColumnsOf<Task>;

/** Fills in defaults for the fields that clients write, and applies patches. */
export const { complete: completeFields, patch: patchedFields } = fieldsOf(columns);
