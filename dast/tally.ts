// How often each operation was called, as hooks.py has counted it.
import type { Contract } from '../src/contract/document.ts';

/** What a run of Schemathesis has sent. */
export interface Tally {
  readonly calls: readonly Calls[];
  /** How many sequences of requests it went through in the stateful phase. */
  readonly sequences: number;
}

/** The tally of a run that sent nothing. */
export const emptyTally: Tally = { calls: [], sequences: 0 };

/** So many cases of an operation in a phase got this status. */
export interface Calls {
  readonly operation: string;
  readonly phase: string;
  readonly status: number;
  readonly cases: number;
}

/**
 * What was fuzzed less than was asked for. Schemathesis ends a phase early, and calls it passed, when the data that it
 * draws from changes meanwhile.
 */
export function shortfalls(contract: Contract, { calls, sequences }: Tally, examples: number): string[] {
  const operations = contract.operations
    .filter(({ parameters, requestBodies }) => parameters.length > 0 || requestBodies.size > 0)
    .map(({ method, path }) => ({
      operation: `${method} ${path}`,
      cases: casesOf(calls, `${method} ${path}`),
    }))
    .filter(({ cases }) => cases < examples)
    .map(({ operation, cases }) => `${operation} was fuzzed ${cases} times and not ${examples}`);
  return sequences < examples
    ? [...operations, `there were ${sequences} sequences of requests and not ${examples}`]
    : operations;
}

function casesOf(calls: readonly Calls[], operation: string): number {
  return calls
    .filter((row) => row.operation === operation && row.phase === 'fuzzing')
    .reduce((sum, row) => sum + row.cases, 0);
}
