// Limits how many requests of a subject are in progress at once. A rate limit alone is not enough, because slow
// requests accumulate even at a low rate.
import type { Response } from 'express';
import { ProblemError } from '../http/problem.ts';
import { tooManyRequests } from './rate-limit.ts';

/**
 * Counts a request of a subject until it is done. Throws a problem when too many requests are in progress: a 429 if the
 * subject has reached its maximum, or a 503 if all subjects together have reached theirs.
 */
export type LimitInFlight = (subject: string, response: Response) => void;

export interface InFlightOptions {
  /** The name of the policy. */
  readonly policy: string;
  readonly max: number;
  /** The maximum number of requests of all subjects together. */
  readonly maxTotal?: number;
  /** The factor that multiplies a subject's maximum. */
  readonly factorOf: (subject: string) => number;
  /** Called for each refused request, with the name of the policy. */
  readonly onRefused: (policy: string) => void;
}

/** Creates a limit. Each instance applies it separately. */
export function createInFlightLimit({
  policy,
  max,
  maxTotal = Infinity,
  factorOf,
  onRefused,
}: InFlightOptions): LimitInFlight {
  const running = new Map<string, number>();
  let total = 0;

  // One function for all responses, because this runs for every request.
  function release(this: Response): void {
    // The client has disconnected, but the handler is still running. `prefinish` occurs when the handler ends the
    // response.
    if (!this.writableEnded) {
      this.once('prefinish', release);
      return;
    }
    total -= 1;
    const subject = this.req.user?.sub ?? '';
    const left = (running.get(subject) ?? 1) - 1;
    if (left === 0) running.delete(subject);
    else running.set(subject, left);
  }

  return (subject, response) => {
    const count = running.get(subject) ?? 0;
    const maxCount = Math.ceil(max * factorOf(subject));
    if (count < maxCount && total >= maxTotal) {
      throw new ProblemError(
        {
          type: 'urn:problem-type:task-manager-api:service-unavailable',
          detail: 'Too many requests are waiting for changes. Try again later.',
        },
        { 'Retry-After': '5' },
      );
    }
    if (count < maxCount) {
      total += 1;
      running.set(subject, count + 1);
      response.on('close', release);
      return;
    }
    onRefused(policy);
    response.setHeader('RateLimit-Policy', `"${policy}";q=${maxCount};qu="concurrent-requests"`);
    response.setHeader('RateLimit', `"${policy}";r=0;t=1`);
    throw tooManyRequests(policy, `At most ${maxCount} requests may be in progress at once.`, 1);
  };
}
