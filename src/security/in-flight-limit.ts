// How many requests of a subject are in progress at once. A rate limit alone does not bound them: slow requests pile up
// below any rate.
import type { Response } from 'express';
import { ProblemError } from '../http/problem.ts';

/** Counts a request of a subject until it is done. Throws a 429 problem when too many are in progress. */
export type LimitInFlight = (subject: string, response: Response) => void;

/** Creates a limit, which each instance applies on its own. */
export function createInFlightLimit(max: number): LimitInFlight {
  const running = new Map<string, number>();

  function release(subject: string): void {
    const left = (running.get(subject) ?? 1) - 1;
    if (left === 0) running.delete(subject);
    else running.set(subject, left);
  }

  // One function for all responses, because this runs for every request.
  function onClose(this: Response): void {
    const subject = this.req.user?.sub ?? '';
    if (this.writableEnded) {
      release(subject);
      return;
    }
    // The client has disconnected, but its request is still being handled.
    const end = this.end.bind(this) as (...args: unknown[]) => Response;
    this.end = ((...args: unknown[]) => {
      this.end = end as Response['end'];
      release(subject);
      return end(...args);
    }) as Response['end'];
  }

  return (subject, response) => {
    const count = running.get(subject) ?? 0;
    if (count < max) {
      running.set(subject, count + 1);
      response.on('close', onClose);
      return;
    }
    response.setHeader('RateLimit-Policy', `"in-flight";q=${max};qu="concurrent-requests"`);
    response.setHeader('RateLimit', `"in-flight";r=0;t=1`);
    throw new ProblemError(
      {
        type: 'urn:problem-type:task-manager-api:too-many-requests',
        detail: `At most ${max} requests may be in progress at once. Try again in 1 second.`,
      },
      { 'Retry-After': '1' },
    );
  };
}
