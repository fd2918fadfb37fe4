// Reads how the contract marks something as deprecated: `deprecated`, `x-deprecated-at`, `x-sunset`, `x-deprecation-link`.
import type { JsonObject } from './reference.ts';

/** The deprecation of an operation or a parameter. */
export interface Deprecation {
  /** When it becomes deprecated, possibly in the future. */
  readonly at: Date;
  /** When it may stop working. */
  readonly sunset: Date;
  /** Where clients can read more. */
  readonly link: string | undefined;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;
const uriReference = /^[^\s<>"]+$/;

/**
 * Reads the deprecation of a part of the contract. Returns undefined if the part is not deprecated. Throws if a date is
 * missing: clients need both dates to plan.
 */
export function readDeprecation(part: JsonObject, name: string): Deprecation | undefined {
  if (part['deprecated'] !== true) return undefined;
  const invalid = (problem: string): Error =>
    new Error(`${name} is deprecated in the contract, and ${problem}`);
  const date = (key: string): Date => {
    const text = typeof part[key] === 'string' ? part[key] : '';
    const value = new Date(isoDate.test(text) ? text : Number.NaN);
    // The constructor turns February 30 into March 2.
    if (Number.isNaN(value.getTime()) || !value.toISOString().startsWith(text.slice(0, 10)))
      throw invalid(`its ${key} must be a date such as '2027-01-31' or '2027-01-31T12:00:00Z'.`);
    return value;
  };
  const [at, sunset, link] = [date('x-deprecated-at'), date('x-sunset'), part['x-deprecation-link']];
  if (sunset < at)
    throw invalid('its x-sunset must not be before its x-deprecated-at (RFC 9745, section 4).');
  if (link !== undefined && (typeof link !== 'string' || !uriReference.test(link)))
    throw invalid('its x-deprecation-link must be a URI reference.');
  return { at, sunset, link };
}
