import type { Field } from '../support/fields.ts';

/**
 * Makes hostile values for a field. The expected response follows from the contract (`support/oracle.ts`), so a fuzzer
 * defines only the values.
 */
export interface Fuzzer {
  readonly name: string;
  /**
   * Values for the field, made with these numbers from 0 to 1. In a body they are sent as JSON; elsewhere as text, a
   * list as a parameter that is repeated, undefined as one that is left out.
   */
  readonly values: (field: Field, random: () => number) => readonly unknown[];
}
