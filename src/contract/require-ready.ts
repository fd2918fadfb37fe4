import type { RequestHandler } from 'express';
import { ProblemError } from '../http/problem.ts';
import { operationOf } from './routing.ts';

/**
 * Rejects operations that require a user with a 503 problem until the service is ready. A draining service still serves
 * them: a client may have sent its request before it noticed.
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
