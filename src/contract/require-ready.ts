import type { RequestHandler } from 'express';
import { ProblemError } from '../http/problem.ts';
import { operationOf } from './routing.ts';

/**
 * Until the service is ready, rejects operations that require a user with a 503 problem. A draining service still
 * serves requests, because clients may send them before they notice the shutdown.
 */
export function requireReady(lifecycle: {
  readonly state: 'starting' | 'ready' | 'draining';
}): RequestHandler {
  return (request, _response, next) => {
    if (lifecycle.state === 'starting' && operationOf(request).access.kind === 'user') {
      const detail = 'The service is starting.';
      throw new ProblemError(
        { type: 'urn:problem-type:task-manager-api:service-unavailable', detail },
        { 'Retry-After': '1' },
      );
    }
    next();
  };
}
