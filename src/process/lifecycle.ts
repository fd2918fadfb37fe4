// Where the process stands. Readiness, health and the task operations ask here; service.ts alone changes it.
import type { RequestHandler } from 'express';
import { operationOf } from '../contract/routing.ts';
import { ProblemError } from '../http/problem.ts';

export interface Lifecycle {
  state: 'starting' | 'ready' | 'draining';
  readonly startedAt: number;
}

/** A lifecycle at its beginning. */
export function startLifecycle(): Lifecycle {
  return { state: 'starting', startedAt: Date.now() };
}

/**
 * Answers the operations that want a user with a 503 problem until the service is ready. While it drains they are
 * served: what comes on an open connection was sent before the client could know.
 */
export function requireReady(lifecycle: Lifecycle): RequestHandler {
  return (request, _response, next) => {
    if (lifecycle.state === 'starting' && operationOf(request).access.kind === 'user') {
      const detail = 'The service is starting.';
      throw new ProblemError({ type: '/docs/problems#service-unavailable', detail }, { 'Retry-After': '1' });
    }
    next();
  };
}
