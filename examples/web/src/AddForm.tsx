import { useEffect, useRef, type SubmitEvent } from 'react';
import { fieldErrors, messageOf } from './errors.ts';
import { Field } from './Field.tsx';
import { useCreate } from './tasks.ts';

export function AddForm() {
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending, isPaused, mutate } = useCreate();
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [error]);
  const add = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title')).trim();
    mutate({ title }, { onSuccess: () => form.current?.reset() });
  };
  const reason = error ? (fieldErrors(error).get('title') ?? `is not saved: ${messageOf(error)}`) : undefined;
  return (
    <form ref={form} onSubmit={add} noValidate>
      <Field label="New task" name="title" error={reason} />
      <button aria-busy={isPending} disabled={isPending} children={isPaused ? 'Waiting' : 'Add'} />
    </form>
  );
}
