import { describe, expect, test } from '@jest/globals';
import { ProblemError } from '../../../src/http/problem.ts';
import { boundOf } from '../../../src/contract/validation/bounded-value.ts';
import { createRequestValidation } from '../../../src/contract/validation/request-validation.ts';
import { contract } from '../../support/contract.ts';
import { requestFor } from './library-contract.ts';

const document = {
  components: {
    schemas: {
      Short: { type: 'array', maxItems: 3, items: { type: 'integer' } },
      Long: { type: 'array', maxItems: 500 },
      Open: { type: 'object', properties: { list: { $ref: '#/components/schemas/Short' } } },
      Closed: { $ref: '#/components/schemas/Open', additionalProperties: false },
      Small: { type: 'object', maxProperties: 2 },
      Patterned: { type: 'object', additionalProperties: false, patternProperties: { '^m': {} } },
      Nested: { type: 'array', maxItems: 1000, items: { $ref: '#/components/schemas/Short' } },
      Both: { allOf: [{ $ref: '#/components/schemas/Closed' }] },
      Tree: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Tree' } },
      Either: { oneOf: [{ $ref: '#/components/schemas/Short' }] },
    },
  },
} as const;
type Name = keyof typeof document.components.schemas;

const bounded = (name: Name, value: unknown): unknown =>
  boundOf(document, { $ref: `#/components/schemas/${name}` })(value);
const list = (length: number): number[] => Array.from({ length }, (_, n) => n);
const members = (length: number): Record<string, number> =>
  Object.fromEntries(list(length).map((n) => [`m${n}`, n]));

describe('a value with too many items or members', () => {
  test.each<[Name, unknown, unknown]>([
    ['Short', list(1000), list(120)],
    ['Long', list(1000), list(501)],
    ['Open', { ...members(1000), list: list(1000) }, { ...members(1000), list: list(120) }],
    ['Closed', { ...members(1000), list: [1] }, { ...members(120), list: [1] }],
    ['Small', members(1000), members(120)],
    ['Nested', [[1], list(1000)], [[1], list(120)]],
    ['Tree', [[list(1000)]], [[list(120)]]],
    ['Both', { ...members(1000), list: list(1000) }, { ...members(120), list: list(120) }],
  ])('is shortened to just above its maximum: %s', (name, value, expected) => {
    const before = structuredClone(value);
    expect(bounded(name, value)).toEqual(expected);
    expect(value).toEqual(before);
  });
});

test.each<[Name, unknown]>([
  ['Short', list(120)],
  ['Long', list(500)],
  ['Open', { ...members(1000), list: [1, 2, 3] }],
  ['Closed', members(120)],
  ['Patterned', members(1000)],
  ['Nested', list(1000).map(() => [1])],
  ['Either', list(1000)],
  ['Short', null],
  ['Open', 'text'],
])('leaves a value of the schema %s unchanged', (name, value) => {
  expect(bounded(name, value)).toBe(value);
});

describe('a request with tens of thousands of errors', () => {
  const validate = createRequestValidation(contract);
  const headers = { 'content-type': 'application/json' };

  /** Validates a request to create a task. Returns the problem. */
  function reject(request: { query?: string; body: unknown }) {
    try {
      void validate(
        requestFor(contract, 'createTask', { headers, ...request }),
        {} as never,
        () => undefined,
      );
    } catch (error) {
      if (error instanceof ProblemError) return error.details;
      throw error;
    }
    throw new Error('The request is valid');
  }

  test.each([
    ['invalid items', { body: { title: 'a', tags: Array.from({ length: 36_000 }, () => '') } }],
    ['unknown members', { body: { title: 'a', ...members(36_000) } }],
    ['lists in a list', { body: { title: 'a', tags: Array.from({ length: 36_000 }, () => [[]]) } }],
    ['unknown parameters', { query: `?${list(3000).join('&')}`, body: { title: 'a' } }],
  ])('is rejected with its first hundred errors: %s', (_what, request) => {
    const { detail, errors } = reject(request) as unknown as Record<string, unknown>;
    expect(detail).toBe('The request has more than 100 validation errors. The first 100 are listed.');
    expect(errors).toHaveLength(100);
  });
});
