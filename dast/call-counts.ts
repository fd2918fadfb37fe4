// The number of calls to each operation, as counted by hooks.py.
import type { Contract } from '../src/contract/document.ts';

/** The requests of a Schemathesis run. */
export interface Counts {
  readonly calls: readonly Calls[];
  /** The number of request sequences in the stateful phase. */
  readonly sequences: number;
}

export const emptyCounts: Counts = { calls: [], sequences: 0 };

/** The number of cases of an operation and phase that returned a status. */
export interface Calls {
  readonly operation: string;
  readonly phase: string;
  readonly status: number;
  readonly cases: number;
}

/**
 * Reports operations with fewer cases than requested. Schemathesis ends a phase early, and reports it as passed, if the
 * source of its data changes during the phase.
 */
export function shortfalls(contract: Contract, { calls, sequences }: Counts, examples: number): string[] {
  const operations = contract.operations
    .filter(({ parameters, requestBodies }) => parameters.length > 0 || requestBodies.size > 0)
    .map(({ method, path }) => ({
      operation: `${method} ${path}`,
      cases: casesOf(calls, `${method} ${path}`),
    }))
    .filter(({ cases }) => cases < examples)
    .map(({ operation, cases }) => `${operation} was fuzzed ${cases} times instead of ${examples}`);
  return sequences < examples
    ? [...operations, `${sequences} request sequences ran instead of ${examples}`]
    : operations;
}

function casesOf(calls: readonly Calls[], operation: string): number {
  return calls
    .filter((row) => row.operation === operation && row.phase === 'fuzzing')
    .reduce((sum, row) => sum + row.cases, 0);
}
