// The validator's messages are for those who write schemas: "must NOT have fewer than 1 characters". What stands beside
// a field of a form is for whoever fills it in. A message that is not known here stays as it is.

/** Messages of the validator, and how each is said to people. */
const sayings: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [
    /^must NOT have fewer than (\d+) (\w+)$/,
    (count, things) => `must have at least ${counted(count, things)}`,
  ],
  [/^must NOT have more than (\d+) (\w+)$/, (count, things) => `must have at most ${counted(count, things)}`],
  [/^must NOT have duplicate items/, () => 'must have nothing twice'],
  [/^must NOT have additional properties$/, () => 'there is no such field'],
  [/^must have required property /, () => 'must be there'],
  [/^must be equal to one of the allowed values: (.+)$/s, (values) => `must be one of ${values}`],
  [/^must be >= (.+)$/, (limit) => `must be ${limit} or more`],
  [/^must be <= (.+)$/, (limit) => `must be ${limit} or less`],
  [/^must match format "(.+)"$/, (format) => `must be ${formats[format] ?? `a valid ${format}`}`],
  [
    /^must be ((?:string|integer|number|boolean|object|array|null)(?:,\w+)*)$/,
    (types) => `must be ${anyOf(types)}`,
  ],
];

const formats: Readonly<Record<string, string>> = {
  'date-time': 'a moment that exists',
  uuid: 'a UUID',
};

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

/** Says a message of the validator in plain words. */
export function plainWords(message: string): string {
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(message);
    if (found !== null) return say(...found.slice(1));
  }
  return message;
}

const counted = (count = '', things = ''): string =>
  `${count} ${count === '1' ? things.replace(/s$/, '') : things}`;

const anyOf = (names = ''): string =>
  names
    .split(',')
    .map((name) => types[name] ?? name)
    .join(' or ');
