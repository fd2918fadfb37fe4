// A task's fields in a form, where each value is a string.
import type { Task, UpdateTask } from 'task-manager-client';

const status = { pending: 'To do', in_progress: 'In progress', completed: 'Done', cancelled: 'Cancelled' };
const priority = { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' };
export const texts: Partial<Record<string, string>> = { ...status, ...priority };

type Name = 'title' | 'status' | 'priority' | 'dueAt' | 'tags';
export const fields: readonly { name: Name; label: string; type?: string; options?: object }[] = [
  { name: 'title', label: 'Title' },
  { name: 'status', label: 'Status', options: status },
  { name: 'priority', label: 'Priority', options: priority },
  { name: 'dueAt', label: 'Due', type: 'datetime-local' },
  { name: 'tags', label: 'Tags' },
];

export function valuesOf({ title, status, priority, dueAt, tags }: Task): Record<Name, string> {
  const due = new Date(dueAt ?? 0);
  const local = new Date(due.getTime() - due.getTimezoneOffset() * 60_000).toISOString();
  // Omits seconds that are zero, as the value of a `datetime-local` input does.
  return {
    title,
    status,
    priority,
    dueAt: dueAt ? local.replace(/(:00)?(\.000)?Z$/, '') : '',
    tags: tags.join(', '),
  };
}

/** Returns the fields that the user has changed. */
export function changes(task: Task, form: FormData): UpdateTask {
  const changed = fields.filter(({ name }) => form.get(name) !== valuesOf(task)[name]);
  return Object.fromEntries(changed.map(({ name }) => [name, parse(name, String(form.get(name)).trim())]));
}

function parse(name: Name, value: string): unknown {
  if (name === 'tags') return value.split(/[\s,]+/).filter(Boolean);
  if (name === 'dueAt') return value ? new Date(value).toISOString() : null;
  return value;
}

/** Returns a line of text for each field that differs, with its new value. */
export function differences(before: Task, after: Task): string[] {
  const [old, current] = [valuesOf(before), valuesOf(after)];
  const changed = fields.filter(({ name }) => current[name] !== old[name]);
  return changed.map(({ name, label }) => `${label}: ${texts[current[name]] ?? (current[name] || 'none')}`);
}
