import type { Field } from '../support/fields.ts';

/**
 * Creates hostile values for a field. The expected response follows from the contract (`support/oracle.ts`), so a fuzzer
 * defines only the values.
 */
export interface Fuzzer {
  readonly name: string;
  /**
   * Values for the field. `random` returns numbers from 0 to 1. Values of a body property are sent as JSON. Values of a
   * parameter are sent as text: a list repeats the parameter, and undefined omits it.
   */
  readonly values: (field: Field, random: () => number) => readonly unknown[];
}
