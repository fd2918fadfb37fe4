// Values of the wrong type.
import type { Fuzzer } from './fuzzer.ts';

export const types: Fuzzer = {
  name: 'values of the wrong type',
  values: () => [
    true,
    false,
    0,
    1,
    -1,
    1.5,
    'a',
    'true',
    '1',
    ['a'],
    ['a', 1],
    [['a']],
    [{ a: 1 }],
    { a: 1 },
    { 0: 'a', length: 1 },
    { toString: 'a' },
    { $ref: '#/components/schemas/Task' },
  ],
};
