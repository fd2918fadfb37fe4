import type { Selectable } from 'kysely';
import type { TaskTable } from './storage/tables.ts';
import { positionOf } from './position.ts';
import type { Priority, Status, StoredTask, Task } from './task.ts';

/** The priorities by rank, the lowest first: they are stored, and so sorted, by their place here. */
export const priorities = ['low', 'medium', 'high', 'urgent'] as const satisfies readonly Priority[];

/** What most tasks have for tags, which does not need to be parsed. */
const noTags = '[]';

/** What is read of a task. The position is not: it can be had from the id. */
export const taskColumns = [
  'task.id',
  'task.title',
  'task.description',
  'task.status',
  'task.priority',
  'task.due_at',
  'task.tags',
  'task.created_at',
  'task.updated_at',
  'task.completed_at',
  'task.version',
] as const;

export type TaskRow = Omit<Selectable<TaskTable>, 'position' | 'owner'>;

/** The rank that a priority is stored as. */
export function rankOf(priority: Priority): number {
  return priorities.indexOf(priority);
}

/** The task in a row. The table's own checks vouch for what the types cannot. */
export function storedTask(row: TaskRow): StoredTask {
  return {
    task: {
      id: row.id,
      title: row.title,
      description: row.description,
      status: row.status as Status,
      priority: priorities[row.priority] as Priority,
      dueAt: row.due_at,
      tags: row.tags === noTags ? [] : (JSON.parse(row.tags) as string[]),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      completedAt: row.completed_at,
    },
    version: row.version,
  };
}

/** The columns that a task is stored in, without those that say where and whose. */
export function taskValues({ task, version }: StoredTask): TaskRow {
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    status: task.status,
    priority: rankOf(task.priority),
    due_at: task.dueAt,
    tags: JSON.stringify(task.tags),
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    completed_at: task.completedAt,
    version,
  };
}

/** The position of a task that is stored. */
export function storedPosition({ id }: Task): bigint {
  const position = positionOf(id);
  if (position === undefined) throw new Error(`The stored id ${id} has no position`);
  return position;
}

/** The same columns of any row, by their names: that of a query that is compiled has no values to copy yet. */
export function valuesOf(row: TaskRow): TaskRow {
  const { id, title, description, status, priority, due_at, tags } = row;
  const { created_at, updated_at, completed_at, version } = row;
  return {
    id,
    title,
    description,
    status,
    priority,
    due_at,
    tags,
    created_at,
    updated_at,
    completed_at,
    version,
  };
}
