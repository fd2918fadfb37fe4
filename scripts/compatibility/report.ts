// The changes of the contract as Markdown, for people who call the API; it becomes a page of the published docs.
import type { Change } from './oasdiff.ts';

/** What a report says beside the changes. */
export interface Heading {
  readonly before: string;
  readonly now: string;
  readonly verdict: string;
  readonly comparedBy: string;
}

/** The changelog of a comparison. */
export function writeReport(changes: readonly Change[], heading: Heading): string {
  const { before, now, verdict, comparedBy } = heading;
  const breaking = changes.filter(isBreaking);
  const compatible = changes.filter((change) => !isBreaking(change));
  return [
    `# Changes of the contract since ${before}`,
    `The contract is at version ${now}; ${before} is the last that was released. ${verdict}`,
    ...(changes.length === 0 ? ['Nothing has changed that a client could notice.'] : []),
    ...section('What breaks clients', breaking),
    ...section('What is new', compatible),
    `Compared by ${comparedBy}.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** What a release changed, for the history below the newest changes. */
export function writeRelease(name: string, before: string, changes: readonly Change[]): string {
  const lines = changes.map(
    (change) => `- ${isBreaking(change) ? '**breaks clients:** ' : ''}${describeChange(change)}`,
  );
  const list =
    lines.length > 0 ? [...new Set(lines)].sort().join('\n') : 'Nothing that a client could notice.';
  return `## Version ${name}, since ${before}\n\n${list}\n`;
}

/** A report without a comparison: there is nothing to compare with, or nothing to do it with. */
export function writeEmptyReport(reason: string): string {
  return `# Changes of the contract\n\n${reason}\n`;
}

/** Whether a client that keeps to the old contract may fail on the new one. */
export function isBreaking({ level }: Change): boolean {
  return level >= 2;
}

/** A change on one line. */
export function describeChange({ operation, path, text }: Change): string {
  return [operation, path, text].filter(Boolean).join(' ');
}

function section(title: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const places = Map.groupBy(changes, ({ operation, path }) =>
    operation === undefined ? 'Everywhere' : `${operation} ${path ?? ''}`,
  );
  const parts = [...places].flatMap(([place, here]) => [
    `### ${place}`,
    // The same change of two media types is said once.
    [...new Set(here.map(({ text }) => `- ${text}`))].join('\n'),
  ]);
  return [`## ${title}`, ...parts];
}
