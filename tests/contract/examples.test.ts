import { describe, expect, test } from '@jest/globals';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { contract, validatorAt } from '../support/contract.ts';

interface Example {
  readonly name: string;
  readonly schema: string[];
  readonly value: Json | undefined;
}

/** Every place of the document that has a schema with examples beside it: media types, parameters and headers. */
function* examplesIn(value: Json, keys: string[] = []): Generator<Example> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as Json[]).entries())
      yield* examplesIn(item, [...keys, String(index)]);
  } else if (isPlainObject(value)) {
    const { schema, example, examples } = value as Record<string, Json>;
    if (isPlainObject(schema)) {
      const at = [...keys, 'schema'];
      if (example !== undefined) yield { name: keys.join(' '), schema: at, value: example };
      for (const [name, one] of Object.entries((examples ?? {}) as JsonObject)) {
        const resolved = resolve(contract.document, one);
        yield { name: `${keys.join(' ')} ${name}`, schema: at, value: resolved['value'] };
      }
    }
    for (const [key, item] of Object.entries(value)) {
      if (key !== 'examples' && key !== 'example') yield* examplesIn(item, [...keys, key]);
    }
  }
}

const examples = [...examplesIn(contract.document)];

describe('the examples of the contract', () => {
  test.each(examples)('$name keeps its schema', ({ schema, value }) => {
    const validate = validatorAt(...schema);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('are there for every parameter, header, request and response', () => {
    const named = new Set(examples.map(({ schema }) => schema.join(' ')));
    const without = [...schemasWithExamples(contract.document)].filter((place) => !named.has(place));
    expect(without).toEqual([]);
  });

  test('are all used', () => {
    const text = JSON.stringify(contract.document);
    const names = Object.keys((contract.document['components'] as JsonObject)['examples'] as JsonObject);
    expect(names.filter((name) => !text.includes(`#/components/examples/${name}"`))).toEqual([]);
  });
});

/** The places that have to have an example. */
function* schemasWithExamples(value: Json, keys: string[] = []): Generator<string> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as Json[]).entries())
      yield* schemasWithExamples(item, [...keys, String(index)]);
  } else if (isPlainObject(value)) {
    if (isPlainObject(value['schema'])) yield [...keys, 'schema'].join(' ');
    for (const [key, item] of Object.entries(value)) yield* schemasWithExamples(item, [...keys, key]);
  }
}
