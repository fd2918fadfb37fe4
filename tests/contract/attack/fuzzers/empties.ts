// Nothing, in all its forms.
import type { Fuzzer } from './fuzzer.ts';

export const empties: Fuzzer = {
  name: 'nothing at all',
  values: () => [undefined, null, '', [], {}, [null], [''], [[]], 'null', 'undefined', '""', '[]'],
};
