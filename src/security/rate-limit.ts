// Rate limits, and the fields that tell of them (draft-ietf-httpapi-ratelimit-headers). In memory, so each instance
// counts for itself.
import type { Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../contract/problem.ts';

/** So many requests in so many seconds. */
export interface Quota {
  readonly requests: number;
  readonly seconds: number;
}

/** Counts a request of a key, and sets the fields. Throws a 429 problem when the quota is used up. */
export type Limit = (key: string, response: Response) => Promise<void>;

/** Makes a limit; its name is the policy's name in the fields. */
export function createLimit(name: string, { requests, seconds }: Quota): Limit {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points: requests, duration: seconds });
  const policy = `"${name}";q=${requests};w=${seconds}`;
  return async (key, response) => {
    const state = await limiter.consume(key).catch((reason: unknown) => {
      if (reason instanceof RateLimiterRes) return reason;
      throw reason;
    });
    const wait = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
    response.set('RateLimit-Policy', policy);
    response.set('RateLimit', `"${name}";r=${state.remainingPoints};t=${wait}`);
    if (state.consumedPoints > requests) {
      throw new ProblemError(
        { type: '/docs/problems#too-many-requests', detail: `Try again in ${wait} seconds.` },
        { 'Retry-After': String(wait) },
      );
    }
  };
}
