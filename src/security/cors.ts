// CORS for browsers, from the configured origins. A preflight is answered as one; any other OPTIONS goes on to be
// answered with `Allow`. Which methods a path has, and which headers there are, the contract says.
import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { deprecationHeaders } from '../contract/deprecation-headers.ts';
import type { Contract } from '../contract/document.ts';

/** What a page's script may send beside the header parameters of the contract. */
const alwaysAllowed = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Prefer',
  'X-Request-Id',
  'traceparent',
  'tracestate',
];
const preflightSeconds = 7200;
const ordinary = { method: { value: 'GET' } };

/** Adds the CORS fields for allowed origins, and answers preflights. */
export function allowOrigins(contract: Contract, origins: '*' | readonly string[]): RequestHandler {
  const exposed = exposedHeaders(contract).join(',');
  const allowed = allowedHeaders(contract);
  const answer = cors<Request>((request, callback) => {
    callback(null, {
      origin: origins === '*' ? '*' : [...origins],
      methods: [...(contract.routes.find(request.path)?.route.allowed ?? [])],
      exposedHeaders: exposed,
      allowedHeaders: allowed,
      maxAge: preflightSeconds,
      // The package's own answer has a Content-Length, which a 204 may not have (RFC 9110, section 8.6).
      preflightContinue: true,
    });
  });
  return (request, response, next) => {
    if (request.headers.origin === undefined && request.method !== 'OPTIONS') {
      // No page asks, so there is nothing to decide; but a cache may keep the answer, and have it for a page later.
      if (origins === '*') {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.setHeader('Access-Control-Expose-Headers', exposed);
      } else response.setHeader('Vary', 'Origin');
      next();
      return;
    }
    if (request.method !== 'OPTIONS') answer(request, response, next);
    else if (isPreflight(request)) {
      answer(request, response, () => {
        response.status(204).end();
      });
    }
    // The package takes every OPTIONS for a preflight; one that is none gets the fields of an ordinary answer.
    else answer(Object.create(request, ordinary) as Request, response, next);
  };
}

/** What a page's script may read beside the body: what answers have, and the `Allow` of those without an operation. */
function exposedHeaders(contract: Contract): string[] {
  const declared = contract.operations.flatMap(({ responseHeaders }) => responseHeaders);
  const own = declared.filter((name) => !name.startsWith('Access-Control-'));
  return [...new Set(['Allow', ...own, ...deprecationHeaders(contract)])];
}

function allowedHeaders({ operations }: Contract): string[] {
  const parameters = operations.flatMap((operation) => operation.parameters);
  const declared = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  return [...new Set([...alwaysAllowed, ...declared])];
}

function isPreflight(request: Request): boolean {
  return request.get('Access-Control-Request-Method') !== undefined && request.get('Origin') !== undefined;
}
