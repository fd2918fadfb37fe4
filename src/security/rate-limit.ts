// Rate limits, and the fields that tell of them (draft-ietf-httpapi-ratelimit-headers). Each instance counts for
// itself in memory, unless the instances share their counts (shared-counts.ts).
import type { Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { ProblemError } from '../contract/problem.ts';

/** So many requests in so many seconds. */
export interface Quota {
  readonly requests: number;
  readonly seconds: number;
}

/** Counts a request of a key, and sets the fields. Throws a 429 problem when the quota is used up. */
export type Limit = (key: string, response: Response) => Promise<void>;

/** Counts a request of a key: how many there were in its window, and when that ends. */
export type Count = (key: string) => Promise<RateLimiterRes>;

/** Makes a count that a limit can share with other instances, in place of `own`. */
export type ShareCount = (name: string, quota: Quota, own: Count) => Count;

/** Makes a limit; its name is the policy's name in the fields. */
export function createLimit(name: string, quota: Quota, share?: ShareCount): Limit {
  const { requests, seconds } = quota;
  const own = countWith(new RateLimiterMemory({ keyPrefix: name, points: requests, duration: seconds }));
  const count = share?.(name, quota, own) ?? own;
  const policy = `"${name}";q=${requests};w=${seconds}`;
  return async (key, response) => {
    const state = await count(key);
    const wait = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
    response.setHeader('RateLimit-Policy', policy);
    response.setHeader('RateLimit', `"${name}";r=${state.remainingPoints};t=${wait}`);
    if (state.consumedPoints > requests) {
      throw new ProblemError(
        { type: '/docs/problems#too-many-requests', detail: `Try again in ${wait} seconds.` },
        { 'Retry-After': String(wait) },
      );
    }
  };
}

/** The count of a limiter, which rejects with its state when the quota is used up. */
export function countWith(limiter: RateLimiterAbstract): Count {
  return (key) => limiter.consume(key).catch(stateOf);
}

function stateOf(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason;
  throw reason;
}
