// Ajv's messages address schema authors: "must NOT have fewer than 1 characters". The messages here address the person
// who filled in the field. Other messages stay unchanged.

/** Ajv's messages, each with its replacement. */
const messages: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [
    /^must NOT have fewer than (\d+) (\w+)$/,
    (count, unit) => `must have at least ${pluralized(count, unit)}`,
  ],
  [/^must NOT have more than (\d+) (\w+)$/, (count, unit) => `must have at most ${pluralized(count, unit)}`],
  [/^must NOT have duplicate items/, () => 'must not contain duplicates'],
  [/^must NOT have additional properties$/, () => 'is not a known field'],
  [/^must have required property /, () => 'is required'],
  [/^must NOT be valid$/, () => 'is not allowed here'],
  [/^must be equal to one of the allowed values: (.+)$/s, (values) => `must be one of ${values}`],
  [/^must be >= (.+)$/, (limit) => `must be at least ${limit}`],
  [/^must be <= (.+)$/, (limit) => `must be at most ${limit}`],
  [/^must match format "(.+)"$/, (format = '') => `must be a valid ${formats[format] ?? format}`],
  [
    /^must be ((?:string|integer|number|boolean|object|array|null)(?:,\w+)*)$/,
    (types) => `must be ${anyOf(types)}`,
  ],
];

const formats: Readonly<Record<string, string>> = { uuid: 'UUID' };

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  object: 'an object',
  array: 'an array',
};

/** Rewrites an Ajv message for someone who fills in a form. */
export function readableMessage(message: string): string {
  for (const [pattern, rewrite] of messages) {
    const found = pattern.exec(message);
    if (found !== null) return rewrite(...found.slice(1));
  }
  return message;
}

const pluralized = (count = '', unit = ''): string =>
  `${count} ${count === '1' ? unit.replace(/s$/, '') : unit}`;

const anyOf = (names = ''): string =>
  names
    .split(',')
    .map((name) => types[name] ?? name)
    .join(' or ');
