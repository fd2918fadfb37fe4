import { useId, type ComponentProps } from 'react';

interface Props extends ComponentProps<'input'> {
  label: string;
  error: string | undefined;
  options?: object | undefined;
}

/** A form control with its label and its validation error. */
export function Field({ label, error, options, ...props }: Props) {
  const id = useId();
  const invalid = error && { 'aria-invalid': true, 'aria-describedby': `${id}-error` };
  const items = Object.entries(options ?? {}).map(([value, text]) => (
    <option key={value} value={value} children={text} />
  ));
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {options ? (
        <select id={id} name={props.name} defaultValue={props.defaultValue} {...invalid} children={items} />
      ) : (
        <input id={id} autoComplete="off" {...props} {...invalid} />
      )}
      {error && <small id={`${id}-error`}>{`${label} ${error}`}</small>}
    </div>
  );
}
