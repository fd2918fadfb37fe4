// All fuzzers. To add one, write it in its own file or add it to an existing one, and list it here.
import { boundaries, randoms } from './boundaries.ts';
import { dates } from './dates.ts';
import { emptyValues } from './empty-values.ts';
import type { Fuzzer } from './fuzzer.ts';
import { injectionFuzzers } from './injections.ts';
import { numbers } from './numbers.ts';
import { structureFuzzers } from './structures.ts';
import { textFuzzers } from './text.ts';
import { types } from './types.ts';

export const fuzzers: readonly Fuzzer[] = [
  ...textFuzzers,
  ...injectionFuzzers,
  ...structureFuzzers,
  boundaries,
  randoms,
  numbers,
  dates,
  emptyValues,
  types,
];
