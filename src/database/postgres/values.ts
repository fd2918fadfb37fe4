import type { CustomTypesConfig } from 'pg';

/*
 * What comes out of PostgreSQL has the form that `../tables.ts` says, whatever its type is in there: moments are
 * text, numbers are numbers. These parsers belong to a pool, and not to everything in the process that uses pg.
 */

/** By the numbers that PostgreSQL has for its types (`pg_type.oid`). */
const parsers = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'], // boolean
  [20, Number], // bigint: a count. Positions are never read, for a number cannot hold them.
  [21, Number], // smallint
  [23, Number], // integer
  [1700, Number], // numeric: a sum of counts
  [1184, momentOf], // timestamptz
]);

/** Everything else is text as it is. */
export const types: CustomTypesConfig = {
  getTypeParser: (type: number) => parsers.get(type) ?? String,
};

/** `YYYY-MM-DDTHH:MM:SS.sssZ` from what PostgreSQL writes for it, in UTC: `2026-03-01 12:00:00.12+00`. */
export function momentOf(text: string): string {
  const [, day = '', time = '', fraction = ''] = /^(\S+) ([\d:]+)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  if (day === '') throw new Error(`PostgreSQL wrote a moment as "${text}"`);
  return `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}
