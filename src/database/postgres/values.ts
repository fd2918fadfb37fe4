import type { CustomTypesConfig } from 'pg';

// Timestamps are read as text and numbers as numbers, as SQLite returns them. The parsers are set per pool, so they do not
// affect other users of pg in the process.

/** The parsers by type OID (`pg_type.oid`). */
const parsers = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'], // boolean
  [20, Number], // bigint: a count. Positions exceed the range of a number and are never read.
  [21, Number], // smallint
  [23, Number], // integer
  [1700, Number], // numeric: a sum of counts
  [1184, toDateTime], // timestamptz
]);

/** All other types are read as text. */
export const types: CustomTypesConfig = {
  getTypeParser: (type: number) => parsers.get(type) ?? String,
};

/** Converts PostgreSQL's `2026-03-01 12:00:00.12+00` to `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export function toDateTime(text: string): string {
  const [, day = '', time = '', fraction = ''] = /^(\S+) ([\d:]+)(?:\.(\d+))?\+00$/.exec(text) ?? [];
  if (day === '') throw new Error(`PostgreSQL returned the timestamp "${text}", which is not in UTC`);
  return `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}
