// CORS for browsers, from the configured origins. A preflight is answered as one; any other OPTIONS goes on to be
// answered with `Allow`. Which methods a path has, the contract says.
import cors from 'cors';
import type { RequestHandler } from 'express';
import type { Contract } from '../contract/document.ts';
import { findRoute, readRoutes } from '../contract/routing.ts';

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

/** Adds the CORS fields for allowed origins, and answers preflights. */
export function allowOrigins(contract: Contract, origins: '*' | readonly string[]): RequestHandler {
  const routes = readRoutes(contract);
  const answer = cors<Parameters<RequestHandler>[0]>((request, callback) => {
    callback(null, {
      origin: origins === '*' ? '*' : [...origins],
      methods: findRoute(routes, request.path)?.allow.split(', ') ?? [],
      exposedHeaders,
      allowedHeaders,
      maxAge: preflightSeconds,
    });
  });
  return (request, response, next) => {
    const asks =
      request.get('Access-Control-Request-Method') !== undefined && request.get('Origin') !== undefined;
    // The package takes every OPTIONS for a preflight; one that is none only gets the fields of an ordinary answer.
    if (request.method !== 'OPTIONS' || asks) answer(request, response, next);
    else {
      if (origins === '*') response.set('Access-Control-Allow-Origin', '*');
      next();
    }
  };
}
