// Announces deprecations in responses: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`.
import type { Request, RequestHandler, Response } from 'express';
import { readQuery } from '../http/request-target.ts';
import type { Deprecation } from './deprecation.ts';
import type { Operation, Parameter } from './operation.ts';
import { operationOf } from './routing.ts';

interface Operations {
  readonly operations: readonly Operation[];
}

/** The headers that `announceDeprecations` may add, for CORS to expose. */
export function deprecationHeaders({ operations }: Operations): string[] {
  return operations.some(hasDeprecation) ? ['Deprecation', 'Sunset'] : [];
}

/**
 * Announces in every response of an operation, including problems, that the operation or a parameter of the request is
 * deprecated. Returns no middleware when the contract deprecates nothing.
 */
export function announceDeprecations({ operations }: Operations): RequestHandler[] {
  return operations.some(hasDeprecation) ? [announce] : [];
}

function hasDeprecation({ deprecation, parameters }: Operation): boolean {
  return deprecation !== undefined || parameters.some((parameter) => parameter.deprecation !== undefined);
}

const announce: RequestHandler = (request, response, next) => {
  const operation = operationOf(request);
  const used = operation.parameters.filter((parameter) => isUsed(request, parameter));
  const deprecations = [operation, ...used].flatMap(({ deprecation }) => deprecation ?? []);
  if (deprecations.length > 0) {
    beforeHead(response, () => {
      setHeaders(response, deprecations);
    });
  }
  next();
};

/** Whether a request uses a deprecated parameter. */
function isUsed({ originalUrl, headers }: Request, { deprecation, in: location, name }: Parameter): boolean {
  if (deprecation === undefined) return false;
  if (location === 'query') return readQuery(originalUrl).has(name);
  return location === 'path' || headers[name.toLowerCase()] !== undefined;
}

/** Calls `change` just before the headers are written: until then, handlers and problems can set or remove `Link`. */
function beforeHead(response: Response, change: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => Response;
  response.writeHead = (...args: unknown[]) => {
    change();
    return writeHead(...args);
  };
}

/** Sets the earliest dates, because each header contains only one date and clients must act on the earliest. */
function setHeaders(response: Response, deprecations: readonly Deprecation[]): void {
  const earliest = (dates: Date[]): Date => new Date(Math.min(...dates.map(Number)));
  const at = earliest(deprecations.map((deprecation) => deprecation.at));
  response.setHeader('Deprecation', `@${at.getTime() / 1000}`);
  response.setHeader('Sunset', earliest(deprecations.map(({ sunset }) => sunset)).toUTCString());
  const links = new Set(
    deprecations.flatMap(({ link }) => (link === undefined ? [] : [`<${link}>; rel="deprecation"`])),
  );
  if (links.size > 0) response.append('Link', [...links].join(', '));
}
