// What the contract says about its operations, for queries and links: no dashboard writes a route by hand.
import { operationAnchor, operationsOf } from '../../src/docs/open-api.ts';
import type { OpenApi } from '../../src/docs/open-api.ts';
import type { Contract } from '../../src/contract/document.ts';
import type { SeriesLink } from './panel.ts';

/** What every query is limited to: the job and the instance that are chosen at the top. */
export const chosen = 'job=~"$job", instance=~"$instance"';

/** The label matcher of the operations that want a user, which the objectives are about. */
export function taskOperations(contract: Contract): string {
  return `endpoint=~"${taskRoutes(contract).join('|')}"`;
}

/** The routes of the operations that want a user, sorted. */
export function taskRoutes({ operations }: Contract): string[] {
  const protectedOperations = operations.filter(({ access }) => access.kind === 'user');
  return [...new Set(protectedOperations.map(({ path }) => path))].sort();
}

/** What a series of an operation is called, and how it is written as a legend. */
export const operationLegend = '{{method}} {{endpoint}}';

/** From the series of each operation to its place in the reference. */
export function operationLinks(contract: Contract): SeriesLink[] {
  return operationsOf(contract.document as object as OpenApi).map((operation) => ({
    series: `${operation.method} ${operation.path}`,
    title: `${operation.operationId} in the reference`,
    url: `\${api}/docs/${operationAnchor(operation)}`,
  }));
}
