// The expected outcomes that several task operations share, as answers.
import type { StoredTask } from './task.ts';

/** The strong entity tag of a task: its version. */
export function entityTag({ version }: StoredTask): string {
  return `"${version}"`;
}

/** 200 with a task. */
export function theTask(stored: StoredTask) {
  return { status: 200, headers: { ETag: entityTag(stored) }, body: stored.task } as const;
}

/** 201 with a task, and where it is. */
export function created(stored: StoredTask) {
  const headers = { Location: `/tasks/${stored.task.id}`, ETag: entityTag(stored) };
  return { status: 201, headers, body: stored.task } as const;
}

/** 404, the same for an absent task and for somebody else's. */
export function notFound(id: string) {
  const detail = `You have no task with the id ${id}.`;
  return { status: 404, problem: { type: '/docs/problems#task-not-found', detail } } as const;
}

/** 412, with the version that the preconditions leave out. */
export function preconditionFailed(stored: StoredTask) {
  const detail = `The task is now at version ${entityTag(stored)}, so the precondition failed.`;
  return { status: 412, problem: { type: '/docs/problems#precondition-failed', detail } } as const;
}

/** 422 for a cursor that was altered or belongs to another query. */
export function foreignCursor() {
  return {
    status: 422,
    problem: {
      type: '/docs/problems#invalid-cursor',
      detail: 'The cursor was altered or belongs to a different query.',
      errors: [
        {
          location: 'query',
          name: 'cursor',
          code: 'invalidCursor',
          detail: 'does not match the filters and the order',
        },
      ],
    },
  } as const;
}
