// Missing and empty values.
import type { Fuzzer } from './fuzzer.ts';

export const emptyValues: Fuzzer = {
  name: 'missing and empty values',
  values: () => [undefined, null, '', [], {}, [null], [''], [[]], 'null', 'undefined', '""', '[]'],
};
