// Missing and empty values.
import type { Fuzzer } from './fuzzer.ts';

export const empties: Fuzzer = {
  name: 'missing and empty values',
  values: () => [undefined, null, '', [], {}, [null], [''], [[]], 'null', 'undefined', '""', '[]'],
};
