// CORS for the configured origins. This middleware answers preflights; routing answers other OPTIONS requests with `Allow`.
// The methods and headers come from the contract. The configuration adds the headers of tracing libraries.
import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { deprecationHeaders } from '../contract/deprecation-headers.ts';
import type { Contract } from '../contract/document.ts';

/** The headers that scripts may send, in addition to the header parameters of the contract. */
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

export interface CorsOptions {
  readonly origins: '*' | readonly string[];
  /** Further request headers that scripts may send. */
  readonly headers: readonly string[];
}

/** Adds the CORS headers for allowed origins, and answers preflights. */
export function allowOrigins(contract: Contract, { origins, headers }: CorsOptions): RequestHandler {
  const exposed = exposedHeaders(contract).join(',');
  const allowed = allowedHeaders(contract, headers);
  const answerPreflight = cors<Request>((request, callback) => {
    callback(null, {
      origin: origins === '*' ? '*' : [...origins],
      methods: [...(contract.routes.find(request.path)?.route.allowed ?? [])],
      allowedHeaders: allowed,
      maxAge: preflightSeconds,
      // The package's own response has a Content-Length, which a 204 must not have (RFC 9110, section 8.6).
      preflightContinue: true,
    });
  });
  return (request, response, next) => {
    if (isPreflight(request)) {
      answerPreflight(request, response, () => {
        response.status(204).end();
      });
      return;
    }
    const { origin = '' } = request.headers;
    // Set even without an Origin: a cache may store the response and serve it to a cross-origin request later.
    if (origins !== '*') response.setHeader('Vary', 'Origin');
    if (origins === '*' || origins.includes(origin)) {
      response.setHeader('Access-Control-Allow-Origin', origins === '*' ? '*' : origin);
      response.setHeader('Access-Control-Expose-Headers', exposed);
    }
    next();
  };
}

/** The headers that scripts may read: those of all documented responses, and `Allow` in OPTIONS and 405 responses. */
function exposedHeaders(contract: Contract): string[] {
  const declared = contract.operations.flatMap(({ responseHeaders }) => responseHeaders);
  const own = declared.filter((name) => !name.startsWith('Access-Control-'));
  return [...new Set(['Allow', ...own, ...deprecationHeaders(contract)])];
}

function allowedHeaders({ operations }: Contract, configured: readonly string[]): string[] {
  const parameters = operations.flatMap((operation) => operation.parameters);
  const declared = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  return [...new Set([...alwaysAllowed, ...declared, ...configured])];
}

function isPreflight(request: Request): boolean {
  if (request.method !== 'OPTIONS') return false;
  return request.get('Access-Control-Request-Method') !== undefined && request.get('Origin') !== undefined;
}
