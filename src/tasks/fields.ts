// From what a client sends to the fields of a task: defaults, patches, and moments in UTC. The one place where the
// contract's defaults stand in code; a test holds them to it.
import type { components } from '../../generated/openapi.ts';
import type { TaskFields } from './task.ts';

type Schemas = components['schemas'];

/** The fields of a new or replaced task: what was left out has its default. */
export function completeFields(body: Schemas['CreateTask'] | Schemas['ReplaceTask']): TaskFields {
  const {
    title,
    description = null,
    status = 'pending',
    priority = 'medium',
    dueAt = null,
    tags = [],
  } = body;
  return { title, description, status, priority, dueAt: inUtc(dueAt), tags };
}

/** The fields after a merge patch (RFC 7396): what was left out stays, null empties what can be empty. */
export function patchedFields(current: TaskFields, patch: Schemas['UpdateTask']): TaskFields {
  const { title, description, status, priority, dueAt, tags } = { ...current, ...patch };
  return { title, description, status, priority, dueAt: inUtc(dueAt), tags };
}

/** An RFC 3339 moment in UTC, cut to milliseconds. The contract lets only moments pass that this can express. */
export function inUtc<Moment extends string | null | undefined>(moment: Moment): Moment {
  return (typeof moment === 'string' ? new Date(moment).toISOString() : moment) as Moment;
}
