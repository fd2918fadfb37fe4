// Describes the changes to the contract in Markdown, which is published as a page of the documentation.
import type { Change } from './oasdiff.ts';

export interface Heading {
  readonly before: string;
  readonly now: string;
  readonly verdict: string;
  readonly comparedBy: string;
}

/** The report of a comparison. */
export function writeReport(changes: readonly Change[], heading: Heading): string {
  const { before, now, verdict, comparedBy } = heading;
  const breaking = changes.filter(isBreaking);
  const compatible = changes.filter((change) => !isBreaking(change));
  return [
    `# Changes to the contract since ${before}`,
    `The contract is at version ${now}; the last release is ${before}. ${verdict}`,
    ...(changes.length === 0 ? ['No changes are visible to clients.'] : []),
    ...section('Breaking changes', breaking),
    ...section('Additions', compatible),
    `Compared by ${comparedBy}.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** The section on a past release. */
export function writeRelease(name: string, before: string, changes: readonly Change[]): string {
  const lines = changes.map(
    (change) => `- ${isBreaking(change) ? '**breaking:** ' : ''}${describeChange(change)}`,
  );
  const list =
    lines.length > 0 ? [...new Set(lines)].sort().join('\n') : 'No changes are visible to clients.';
  return `## Version ${name}, since ${before}\n\n${list}\n`;
}

/** A report without a comparison. */
export function writeEmptyReport(reason: string): string {
  return `# Changes to the contract\n\n${reason}\n`;
}

/** Whether a change may break a client of the old contract. */
export function isBreaking({ level }: Change): boolean {
  return level >= 2;
}

/** Describes a change in one line. */
export function describeChange({ operation, path, text }: Change): string {
  return [operation, path, text].filter(Boolean).join(' ');
}

function section(title: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const operations = Map.groupBy(changes, ({ operation, path }) =>
    operation === undefined ? 'Everywhere' : `${operation} ${path ?? ''}`,
  );
  const parts = [...operations].flatMap(([operation, its]) => [
    `### ${operation}`,
    // The same change in two media types appears once.
    [...new Set(its.map(({ text }) => `- ${text}`))].join('\n'),
  ]);
  return [`## ${title}`, ...parts];
}
