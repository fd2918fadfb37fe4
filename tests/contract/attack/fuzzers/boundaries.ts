// Values just inside and just outside the limits of the contract.
import type { Json, JsonObject } from '../../../../src/contract/reference.ts';
import { resolve } from '../../../../src/contract/reference.ts';
import { stringOfLength, typesOf, valueFor } from '../../samples/valid-values.ts';
import { contract } from '../../../support/contract.ts';
import type { Fuzzer } from './fuzzer.ts';

function around(low: Json | undefined, high: Json | undefined): number[] {
  return [low, high].flatMap((bound) => (typeof bound === 'number' ? [bound - 1, bound, bound + 1] : []));
}

function lengthsAround(schema: JsonObject, random: () => number): string[] {
  const lengths = around(schema['minLength'], schema['maxLength']).filter((length) => length >= 0);
  // The service counts code points, in ASCII and in emoji alike.
  return [
    ...lengths.map((length) => stringOfLength(schema, length, random)),
    ...lengths.map((length) => '🥊'.repeat(length)),
  ];
}

/** Variants of the values of an enumeration. Only the exact values are valid. */
function near(values: readonly Json[]): string[] {
  return values.flatMap((value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [
      text,
      text.toUpperCase(),
      ` ${text}`,
      `${text} `,
      `${text}\0`,
      text.slice(0, -1),
      `${text},${text}`,
    ];
  });
}

export const boundaries: Fuzzer = {
  name: 'values at the limits of the contract',
  values: ({ schema }, random) => {
    const items = schema['items'] === undefined ? {} : resolve(contract.document, schema['items']);
    const element = Array.isArray(items['enum']) ? (items['enum'] as Json[]) : undefined;
    return [
      ...around(schema['minimum'], schema['maximum']),
      ...lengthsAround(schema, random),
      ...(Array.isArray(schema['enum']) ? near(schema['enum'] as Json[]) : []),
      ...(typesOf(schema).includes('array')
        ? [
            ...around(schema['minItems'], schema['maxItems']).map((count) =>
              Array.from({ length: Math.max(count, 0) }, (_, n) => element?.[n] ?? `t${n}`),
            ),
            ...lengthsAround(items, random).map((text) => [text]),
            ...near(element ?? []).map((text) => [text]),
            ['a', 'a'],
          ]
        : []),
    ];
  },
};

export const randoms: Fuzzer = {
  name: "random values for the field's schema, and for other schemas",
  values: ({ schema }, random) => {
    const { schemas } = contract.document['components'] as { schemas: JsonObject };
    const others = Object.values(schemas).filter((one) => random() < 0.1 && one !== schema);
    return [
      ...Array.from({ length: 8 }, () => valueFor(schema, random)),
      ...others.map((other) => valueFor(other, random)),
    ];
  },
};
