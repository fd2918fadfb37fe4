// Deprecations announce themselves: what the contract marks as `deprecated` is answered with `Deprecation` (RFC 9745),
// `Sunset` (RFC 8594) and, where there is something to read about it, a `Link`. No handler knows of it.
import type { Request, RequestHandler, Response } from 'express';
import type { Contract, Operation, Parameter } from './document.ts';
import type { JsonObject } from './reference.ts';
import { operationOf } from './routing.ts';
import { readQuery } from './request-target.ts';

/** What the contract says of something deprecated. */
export interface Deprecation {
  /** Since when, or from when on. */
  readonly at: Date;
  /** When it may stop working. */
  readonly sunset: Date;
  /** Where there is more to read. */
  readonly link: string | undefined;
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}Z)?$/;
const uriReference = /^[^\s<>"]+$/;

/**
 * Reads `deprecated`, `x-deprecated-at`, `x-sunset` and `x-deprecation-link` of a part of the contract, undefined when
 * it is not deprecated. Throws when it is and does not say since when and until when: a client has to be able to plan.
 */
export function readDeprecation(part: JsonObject, name: string): Deprecation | undefined {
  if (part['deprecated'] !== true) return undefined;
  const fault = (words: string): Error => new Error(`${name} is deprecated in the contract, and ${words}`);
  const date = (key: string): Date => {
    const text = typeof part[key] === 'string' ? part[key] : '';
    const value = new Date(isoDate.test(text) ? text : Number.NaN);
    // A day that its month does not have becomes one of the next month.
    if (Number.isNaN(value.getTime()) || !value.toISOString().startsWith(text.slice(0, 10)))
      throw fault(`its ${key} has to be a date such as '2027-01-31' or '2027-01-31T12:00:00Z'.`);
    return value;
  };
  const [at, sunset, link] = [date('x-deprecated-at'), date('x-sunset'), part['x-deprecation-link']];
  if (sunset < at) throw fault('its x-sunset may not be before its x-deprecated-at (RFC 9745, section 4).');
  if (link !== undefined && (typeof link !== 'string' || !uriReference.test(link)))
    throw fault('its x-deprecation-link has to be a URI reference.');
  return { at, sunset, link };
}

/** The headers that `announceDeprecations` may add to answers, so that scripts in browsers may read them. */
export function announcedHeaders(contract: Contract): string[] {
  return contract.operations.some(hasDeprecation) ? ['Deprecation', 'Sunset'] : [];
}

/**
 * Announces on every answer of an operation, problems too, that it is deprecated, or a parameter that the request
 * uses. No middleware at all when the contract deprecates nothing.
 */
export function announceDeprecations(contract: Contract): RequestHandler[] {
  return contract.operations.some(hasDeprecation) ? [announce] : [];
}

function hasDeprecation({ deprecation, parameters }: Operation): boolean {
  return deprecation !== undefined || parameters.some((parameter) => parameter.deprecation !== undefined);
}

const announce: RequestHandler = (request, response, next) => {
  const operation = operationOf(request);
  const used = operation.parameters.filter((parameter) => uses(request, parameter));
  const found = [operation, ...used].flatMap(({ deprecation }) => deprecation ?? []);
  if (found.length > 0) {
    beforeHead(response, () => {
      setFields(response, found);
    });
  }
  next();
};

function uses({ originalUrl, headers }: Request, { deprecation, in: place, name }: Parameter): boolean {
  if (deprecation === undefined) return false;
  if (place === 'query') return readQuery(originalUrl).has(name);
  return place === 'path' || headers[name.toLowerCase()] !== undefined;
}

/** Runs when the answer's head is about to be written: handlers and problems set and remove a `Link` of their own. */
function beforeHead(response: Response, change: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
  response.writeHead = (...args: unknown[]) => {
    change();
    return writeHead(...args);
  };
}

/** There is one date a field: of several deprecations, the earliest is what a client has to act upon. */
function setFields(response: Response, found: readonly Deprecation[]): void {
  const earliest = (dates: Date[]): Date => new Date(Math.min(...dates.map(Number)));
  const at = earliest(found.map((deprecation) => deprecation.at));
  response.setHeader('Deprecation', `@${at.getTime() / 1000}`);
  response.setHeader('Sunset', earliest(found.map(({ sunset }) => sunset)).toUTCString());
  const links = new Set(
    found.flatMap(({ link }) => (link === undefined ? [] : [`<${link}>; rel="deprecation"`])),
  );
  if (links.size > 0) response.append('Link', [...links].join(', '));
}
