// Numbers that a double cannot represent, and strings that only look like numbers.
import type { Fuzzer } from './fuzzer.ts';

declare global {
  interface JSON {
    /** A value whose text `stringify` inserts unchanged. (TypeScript does not declare this function yet.) */
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
/** JSON has no such numbers, so they are sent as strings. */
const textsOnly = ['NaN', 'Infinity', '-Infinity', '0x10', '1_000', '+5', '05', '1,5', '٥', '½', ' 5', '5 '];

export const numbers: Fuzzer = {
  name: 'numbers beyond 2^53, and strings that only look like numbers',
  values: ({ in: location }) => [
    ...[...digits, ...small].map((text) => (location === 'body' ? JSON.rawJSON(text) : text)),
    ...textsOnly,
  ],
};
