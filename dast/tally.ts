// How often each operation was called, as hooks.py has counted it.
import type { Contract } from '../src/contract/document.ts';

/** So many cases of an operation in a phase got this status. */
export interface Tally {
  readonly operation: string;
  readonly phase: string;
  readonly status: number;
  readonly cases: number;
}

/**
 * The operations that were fuzzed less than was asked for. Schemathesis ends a phase early, and calls it passed, when
 * the data that it draws from changes meanwhile.
 */
export function shortfalls(contract: Contract, tally: readonly Tally[], examples: number): string[] {
  return contract.operations
    .filter(({ parameters, requestBodies }) => parameters.length > 0 || requestBodies.size > 0)
    .map(({ method, path }) => ({
      operation: `${method} ${path}`,
      cases: casesOf(tally, `${method} ${path}`),
    }))
    .filter(({ cases }) => cases < examples)
    .map(({ operation, cases }) => `${operation} was fuzzed ${cases} times and not ${examples}`);
}

function casesOf(tally: readonly Tally[], operation: string): number {
  return tally
    .filter((row) => row.operation === operation && row.phase === 'fuzzing')
    .reduce((sum, row) => sum + row.cases, 0);
}
