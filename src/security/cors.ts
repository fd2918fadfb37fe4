// CORS for browsers, from the configured origins. A preflight is answered as one; any other OPTIONS goes on to be
// answered with `Allow`. Which methods a path has, the contract says.
import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { announcedHeaders } from '../contract/deprecation.ts';
import type { Contract } from '../contract/document.ts';
import { readRoutes, routeFinder } from '../contract/routing.ts';

/** What a page's script may read beside the body. */
const exposedHeaders = [
  'Accept-Patch',
  'Allow',
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];
const allowedHeaders = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'X-Request-Id',
  'traceparent',
  'tracestate',
];
const preflightSeconds = 7200;
const ordinary = { method: { value: 'GET' } };

/** Adds the CORS fields for allowed origins, and answers preflights. */
export function allowOrigins(contract: Contract, origins: '*' | readonly string[]): RequestHandler {
  const find = routeFinder(readRoutes(contract));
  const exposed = [...exposedHeaders, ...announcedHeaders(contract)].join(',');
  const answer = cors<Request>((request, callback) => {
    callback(null, {
      origin: origins === '*' ? '*' : [...origins],
      methods: find(request.path)?.route.allow.split(', ') ?? [],
      exposedHeaders: exposed,
      allowedHeaders,
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

function isPreflight(request: Request): boolean {
  return request.get('Access-Control-Request-Method') !== undefined && request.get('Origin') !== undefined;
}
