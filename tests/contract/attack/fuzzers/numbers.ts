// Numbers that a double cannot hold, or that only look like numbers.
import type { Fuzzer } from './fuzzer.ts';

declare global {
  interface JSON {
    /** A JSON text that `stringify` puts in as it is (TypeScript does not know it yet). */
    rawJSON(text: string): unknown;
  }
}

const digits = [
  '9007199254740993',
  '-9007199254740993',
  '18446744073709551616',
  '2147483648',
  '-1',
  '1e400',
  '-1e400',
  '9'.repeat(400),
];
const small = ['-0', '0.1', '1e-400', '1E1', '1.0', '20.0', '0.30000000000000004'];
/** JSON has none of these: they go as texts. */
const textsOnly = ['NaN', 'Infinity', '-Infinity', '0x10', '1_000', '+5', '05', '1,5', '٥', '½', ' 5', '5 '];

export const numbers: Fuzzer = {
  name: 'numbers past 2^53, and what only looks like a number',
  values: ({ in: place }) => [
    ...[...digits, ...small].map((text) => (place === 'body' ? JSON.rawJSON(text) : text)),
    ...textsOnly,
  ],
};
