// Edits a task. If it is changed elsewhere in the meantime, the user sees the other change and decides.
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import type { Task } from 'task-manager-client';
import { client } from './client.ts';
import { fieldErrors, isConflict, messageOf } from './errors.ts';
import { Field } from './Field.tsx';
import { changes, differences, fields, valuesOf } from './fields.ts';
import { useEdit } from './tasks.ts';

export function EditDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { error, isPending, isPaused, mutateAsync } = useEdit();
  const errors = fieldErrors(error);
  /** After a conflict, the task with the other change. */
  const [theirs, setTheirs] = useState<Task>();
  const hasConflict = isConflict(error) && theirs !== undefined;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => dialog.current?.querySelector<HTMLElement>('[aria-invalid], .warning')?.focus(), [error]);

  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Only changed fields are sent, so that other changes of the task are kept.
    const update = changes(task, new FormData(event.currentTarget));
    try {
      await mutateAsync({ task: theirs ?? task, update });
      onClose();
    } catch (failure) {
      const params = { path: { taskId: task.id } };
      if (isConflict(failure)) setTheirs((await client.GET('/tasks/{taskId}', { params })).data);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="edit">
      <article>
        <h2 id="edit">Edit task</h2>
        {error && errors.size === 0 && (
          <div className="warning" role="alert" tabIndex={-1}>
            {hasConflict ? 'This task has changed in the meantime. It now has:' : messageOf(error)}
            {hasConflict && differences(task, theirs).map((line) => <div key={line}>{line}</div>)}
          </div>
        )}
        <form onSubmit={save} noValidate>
          {fields.map((field) => (
            <Field
              {...field}
              key={field.name}
              error={errors.get(field.name)}
              defaultValue={valuesOf(task)[field.name]}
            />
          ))}
          <button aria-busy={isPending} disabled={isPending}>
            {isPaused ? 'Waiting for the connection' : hasConflict ? 'Save my changes anyway' : 'Save'}
          </button>
        </form>
        <button className="secondary outline" onClick={() => dialog.current?.close()}>
          {hasConflict ? 'Discard my changes' : 'Cancel'}
        </button>
      </article>
    </dialog>
  );
}
