// The contract as express-openapi-validator gets it: a copy (it changes what it is given), with what it needs and no
// more. It compiles each operation together with the whole document, so every description and example in it costs
// time at start and memory for good.
import type { Contract } from '../document.ts';
import type { JsonObject } from '../reference.ts';
import { isPlainObject, resolve } from '../reference.ts';

/** What is said to people, and what the validator does not look at. */
const notNeeded = ['description', 'summary', 'example', 'examples', 'links', 'headers', 'tags', 'title'];

/** A copy of the contract that lets a query be written as RFC 3986 lets it. */
export function validatorDocument(contract: Contract): JsonObject {
  const document = bare(contract.document) as { components: Record<string, Record<string, unknown>> };
  // RFC 3986, section 3.4: a query may have `:`, `/` and the like as they are. The validator wants to be told so.
  for (const parameter of Object.values(document.components['parameters'] ?? {})) {
    if (isPlainObject(parameter) && parameter['in'] === 'query')
      Object.assign(parameter, { allowReserved: true });
  }
  // The validator takes a body to be required when its schema has a list of required properties, even an empty one,
  // and never looks at `requestBody.required`, which is true throughout the contract.
  for (const schema of Object.values(document.components['schemas'] ?? {})) {
    if (isPlainObject(schema) && schema['type'] === 'object')
      Object.assign(schema, { required: schema['required'] ?? [] });
  }
  inlineUniqueItems(contract, document.components);
  document.components['examples'] = {};
  return { ...document, info: { title: '', version: contract.version } } as unknown as JsonObject;
}

/**
 * The validator compares the items of a unique list each with each, and deeply, unless it sees on the spot that they
 * are plain values; it does not follow a reference to find out. A body full of tags took it 400 ms so, and one of
 * lists within lists its stack.
 */
function inlineUniqueItems(contract: Contract, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) inlineUniqueItems(contract, inner);
  if (!isPlainObject(value) || value['uniqueItems'] !== true) return;
  Object.assign(value, { items: bare(resolve(contract.document, value['items'])) });
}

/** Copies without what is not needed. Below `names`, keys are names of the contract's own and all stay. */
function bare(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => names || !notNeeded.includes(key))
      .map(([key, item]) => [key, bare(item, !names && hasNames(key))]),
  );
}

function hasNames(key: string): boolean {
  return ['properties', 'schemas', 'parameters', 'responses', 'paths', 'content', 'components'].includes(key);
}
