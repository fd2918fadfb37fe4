// Label matchers and links for the operations of the contract.
import { operationAnchor } from '../../src/docs/operation-anchor.ts';
import type { Contract } from '../../src/contract/document.ts';
import type { SeriesLink } from './panel.ts';

/** The label matchers of the selected job and instance, which every query uses. */
export const selected = 'job=~"$job", instance=~"$instance"';

/** The label matcher of the task operations, which the objectives cover. */
export function taskOperations(contract: Contract): string {
  return `endpoint=~"${taskRoutes(contract).join('|')}"`;
}

/** The sorted routes of the operations that require a user. */
export function taskRoutes({ operations }: Contract): string[] {
  const protectedOperations = operations.filter(({ access }) => access.kind === 'user');
  return [...new Set(protectedOperations.map(({ path }) => path))].sort();
}

/** The legend that names the series of an operation. */
export const operationLegend = '{{method}} {{endpoint}}';

/** Links from the series of each operation to its section of the reference. */
export function operationLinks(contract: Contract): SeriesLink[] {
  return contract.operations.map((operation) => ({
    series: `${operation.method} ${operation.path}`,
    title: `${operation.id} in the reference`,
    url: `\${api}/docs/${operationAnchor(operation)}`,
  }));
}
