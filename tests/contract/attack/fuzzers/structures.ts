// Objects that try to change prototypes, and deeply nested lists.
import type { Fuzzer } from './fuzzer.ts';

function nested(depth: number, value: unknown, wrap: (inner: unknown) => unknown): unknown {
  return depth === 0 ? value : nested(depth - 1, wrap(value), wrap);
}

export const structureFuzzers: readonly Fuzzer[] = [
  {
    name: 'prototype keys',
    values: () => [
      '__proto__',
      'constructor',
      'hasOwnProperty',
      JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
      { constructor: { prototype: { polluted: true } } },
      ['__proto__'],
    ],
  },
  {
    name: 'deep nesting',
    values: () => [
      nested(500, 'a', (inner) => [inner]),
      nested(500, 'a', (inner) => ({ a: inner })),
      nested(200, null, (inner) => [[inner], { a: inner }].slice(0, 1)),
    ],
  },
  {
    name: 'long lists',
    values: ({ in: location }) => {
      const most = location === 'body' ? 5000 : 500;
      return [
        Array.from({ length: most }, (_, n) => `t${n}`),
        Array.from({ length: most }, () => 'a'),
        Array.from({ length: 21 }, (_, n) => `t${n}`),
      ];
    },
  },
];
