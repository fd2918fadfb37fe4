import { COMMON_WORD, RARE_WORD } from './data.ts';

/** A request to both databases, and the target for its duration. */
export interface Case {
  readonly name: string;
  readonly path: string;
  /** Whether to request the page that starts in the middle of the list. */
  readonly isFromMiddle?: boolean;
  /** The target for the large database. The default is `MAX_RATIO` times the duration on the small database. */
  readonly targetMs?: number;
}

/** The maximum ratio between the durations on the large and on the small database. */
export const MAX_RATIO = 1.5;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A date-time this many days from now. */
function days(count: number): string {
  return encodeURIComponent(new Date(Date.now() + count * DAY_MS).toISOString());
}

const sorts = ['created', '-created', 'updated', '-updated', 'due', '-due', 'priority', '-priority'];

export const cases: readonly Case[] = [
  { name: 'first page', path: '/tasks' },
  { name: 'a page in the middle', path: '/tasks?sort=-created', isFromMiddle: true },
  { name: 'one status', path: '/tasks?status=pending' },
  { name: 'two statuses', path: '/tasks?status=pending&status=in_progress' },
  { name: 'one priority', path: '/tasks?priority=urgent' },
  { name: 'two priorities', path: '/tasks?priority=high&priority=urgent' },
  { name: 'one tag', path: '/tasks?tag=tag-1' },
  { name: 'three tags', path: '/tasks?tag=tag-1&tag=tag-2&tag=tag-3' },
  { name: 'due before', path: `/tasks?sort=due&dueBefore=${days(0)}` },
  { name: 'due after', path: `/tasks?sort=due&dueAfter=${days(0)}` },
  { name: 'due between', path: `/tasks?sort=due&dueAfter=${days(-15)}&dueBefore=${days(15)}` },
  { name: 'updated since', path: `/tasks?sort=updated&updatedSince=${days(-100)}` },
  { name: 'open, by due date', path: '/tasks?status=pending&status=in_progress&sort=due' },
  ...sorts.map((sort) => ({ name: `sorted by ${sort}`, path: `/tasks?sort=${sort}` })),
  ...sorts.map((sort) => ({
    name: `sorted by ${sort}, middle`,
    path: `/tasks?sort=${sort}`,
    isFromMiddle: true,
  })),
  { name: 'search, rare word', path: `/tasks?q=${RARE_WORD}` },
  { name: 'search, common word', path: `/tasks?q=${COMMON_WORD}`, targetMs: 50 },
  { name: 'search, prefix', path: `/tasks?q=${COMMON_WORD.slice(0, 5)}`, targetMs: 50 },
  { name: 'search, one letter', path: `/tasks?q=${COMMON_WORD.slice(0, 1)}`, targetMs: 50 },
  { name: 'search, two words', path: `/tasks?q=${COMMON_WORD}+re`, targetMs: 50 },
  { name: 'changes', path: '/changes' },
  { name: 'changes, middle', path: '/changes?since=middle' },
  { name: 'summary', path: '/summary', targetMs: 10 },
];
