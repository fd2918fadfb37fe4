import { describe, expect, test } from '@jest/globals';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { contract, validatorAt } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

interface Example {
  readonly name: string;
  readonly schema: string[];
  readonly value: Json | undefined;
}

/** The examples in the document: those next to a schema in media types, parameters and headers. */
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
  test.each(examples)('$name matches its schema', ({ schema, value }) => {
    const validate = validatorAt(...schema);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('exist for every parameter, header, request and response', () => {
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

/** The locations that must have an example. */
function* schemasWithExamples(value: Json, keys: string[] = []): Generator<string> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as Json[]).entries())
      yield* schemasWithExamples(item, [...keys, String(index)]);
  } else if (isPlainObject(value)) {
    if (isPlainObject(value['schema'])) yield [...keys, 'schema'].join(' ');
    for (const [key, item] of Object.entries(value)) yield* schemasWithExamples(item, [...keys, key]);
  }
}

/** The examples of a parameter or media type by name. The name of an unnamed example is empty. */
function examplesOf({ example, examples }: JsonObject): ReadonlyMap<string, Json | undefined> {
  if (example !== undefined) return new Map([['', example]]);
  return new Map(
    Object.entries((examples ?? {}) as JsonObject).map(([name, one]) => [
      name,
      resolve(contract.document, one)['value'],
    ]),
  );
}

// Tools that generate collections of requests combine the examples in this way.
describe('the examples of all parameters together', () => {
  const { send } = useServer();

  test('succeed in the order of the document, with the id of the item that was created last', async () => {
    let [id, deliveryId] = ['', ''];
    const outcomes: [string, string, boolean][] = [];
    for (const { id: operationId, path, method } of contract.operations) {
      const item = (contract.document['paths'] as Record<string, JsonObject>)[path] as JsonObject;
      const operation = item[method.toLowerCase()] as JsonObject;
      const parameters = [item['parameters'] ?? [], operation['parameters'] ?? []]
        .flat()
        .map((one) => resolve(contract.document, one));
      const content = (operation['requestBody'] as JsonObject | undefined)?.['content'] ?? {};
      const bodies = Object.entries(content as Record<string, JsonObject>).flatMap(([type, media]) =>
        [...examplesOf(media)].map(([name, body]) => ({ name, body, headers: { 'Content-Type': type } })),
      );
      for (const { name, body, headers } of bodies.length > 0
        ? bodies
        : [{ name: '', body: undefined, headers: {} }]) {
        const query = new URLSearchParams();
        const sent: Record<string, string> = { ...headers };
        for (const parameter of parameters) {
          const given = examplesOf(parameter);
          const value = given.get(name) ?? [...given.values()][0] ?? '';
          const parameterName = parameter['name'] as string;
          for (const one of [value].flat() as (string | number | boolean)[]) {
            if (parameter['in'] === 'query') query.append(parameterName, String(one));
            if (parameter['in'] === 'header') sent[parameterName] = String(one);
          }
        }
        const given = path.replace('{deliveryId}', deliveryId).replace(/\{\w+\}/, id);
        const target = given + (query.size > 0 ? `?${query}` : '');
        const response = await send(method, target, { headers: sent, body });
        if (response.status === 201) id = response.body.id;
        if (response.status === 202) deliveryId = response.body.id;
        outcomes.push([operationId, name, response.status < 300 || response.status === 304]);
      }
    }
    expect(outcomes.length).toBeGreaterThan(15);
    expect(outcomes.filter(([, , isSuccess]) => !isSuccess)).toEqual([]);
  });
});
