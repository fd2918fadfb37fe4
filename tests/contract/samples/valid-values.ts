// Values that match a schema of the contract, generated from the schema: a type, bounds, a pattern, an enumeration.
import type { Json, JsonObject } from '../../../src/contract/reference.ts';
import { resolve } from '../../../src/contract/reference.ts';
import { closedDocument } from '../../support/contract.ts';
import { pick } from '../../tasks/sample-tasks.ts';
import { textFor } from './text.ts';

type Random = () => number;

/** The types that a schema allows. */
export function typesOf({ type }: JsonObject): readonly string[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : (type as readonly string[]);
}

/**
 * A random value for the schema, as likely at a limit as between the limits. Ignores keywords that this module does not use.
 */
export function valueFor(unresolved: Json | undefined, random: Random): Json {
  const schema = resolve(closedDocument, unresolved);
  const { const: constant, enum: values, oneOf } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return pick(random, values as Json[]);
  if (Array.isArray(oneOf)) return valueFor(pick(random, oneOf as Json[]), random);
  // A schema without a type accepts every value.
  if (typesOf(schema).length === 0) return pick<Json>(random, [1, 'a', null, {}]);
  switch (pick(random, typesOf(schema))) {
    case 'null':
      return null;
    case 'boolean':
      return random() < 0.5;
    case 'integer':
      return Math.floor(numberFor(schema, random));
    case 'number':
      return numberFor(schema, random);
    case 'array':
      return listFor(schema, random);
    case 'object':
      return objectFor(schema, random);
    default:
      return stringFor(schema, random);
  }
}

/** A value that a check accepts. Throws if none of 500 random values is accepted. */
export function validValue(schema: Json, accepts: (value: Json) => boolean, random: Random): Json {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const value = valueFor(schema, random);
    if (accepts(value)) return value;
  }
  throw new Error(`No value was found that matches ${JSON.stringify(schema)}`);
}

/** A string of this many characters (code points). It matches the schema's pattern if a string of that length can. */
export function stringOfLength({ pattern }: JsonObject, length: number, random: Random): string {
  if (typeof pattern !== 'string') return 'x'.repeat(length);
  const shortest = Array.from(textFor(pattern, random, 0));
  if (shortest.length > length) return shortest.slice(0, length).join('');
  return textFor(pattern, random, length - shortest.length);
}

function numberFor({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: JsonObject, random: Random): number {
  const [low, high] = [Number(minimum), Number(maximum)];
  return pick(random, [low, high, low + Math.floor(random() * (high - low))]);
}

function stringFor(schema: JsonObject, random: Random): string {
  const { pattern, format } = schema;
  // The pattern of a date-time also matches days that do not exist, so it is not used here.
  if (format === 'date-time') return dateTimeFor(schema, random);
  if (typeof pattern === 'string') return textFor(pattern, random);
  if (format === 'uuid') return textFor('^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$', random);
  return textFor('^[a-z]+$', random);
}

const firstTimestamp = Date.parse('0001-01-02T00:00:00Z');
const lastTimestamp = Date.parse('9999-12-30T23:59:59Z');

function dateTimeFor({ pattern }: JsonObject, random: Random): string {
  const within = new Date(
    firstTimestamp + Math.floor(random() * (lastTimestamp - firstTimestamp)),
  ).toISOString();
  const forms = [
    within,
    '2024-02-29T23:59:59.999Z',
    within.replace('Z', '+14:00'),
    within.replace('Z', '-23:59'),
    within.replace('Z', '999999Z'),
    within.replace(/\..*$/, 'Z'),
  ];
  return pick(
    random,
    typeof pattern === 'string' ? forms.filter((form) => new RegExp(pattern, 'u').test(form)) : forms,
  );
}

function listFor({ items, minItems = 0, maxItems = 5 }: JsonObject, random: Random): Json {
  const most = Math.min(Number(maxItems), 5);
  const length = Number(minItems) + Math.floor(random() * (most - Number(minItems) + 1));
  return Array.from({ length }, () => valueFor(items, random));
}

function objectFor(schema: JsonObject, random: Random): Json {
  const { properties = {}, required = [], additionalProperties } = schema;
  const names = Object.keys(properties as JsonObject).filter(
    (name) => (required as readonly Json[]).includes(name) || random() < 0.5,
  );
  const further: JsonObject =
    additionalProperties === false || random() < 0.5
      ? {}
      : { 'x-further': pick<Json>(random, [1, 'a', null, [{}]]) };
  return {
    ...Object.fromEntries(names.map((name) => [name, valueFor((properties as JsonObject)[name], random)])),
    ...further,
  };
}
