// Rate limits, and the fields that tell of them (draft-ietf-httpapi-ratelimit-headers). Each instance counts for
// itself in memory, unless the instances share their counts (shared-counts.ts).
import { createRequire } from 'node:module';
import type { Response } from 'express';
import type { RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';
import { whenReady } from './when-ready.ts';
import { countAtOnce } from './count-at-once.ts';

// From its parts: the whole of the package has limiters for a dozen stores, to be loaded at each start.
const require = createRequire(import.meta.url);
const Memory = require('rate-limiter-flexible/lib/RateLimiterMemory.js') as typeof RateLimiterMemory;
const State = require('rate-limiter-flexible/lib/RateLimiterRes.js') as typeof RateLimiterRes;

/** So many requests in so many seconds. */
export interface Quota {
  readonly requests: number;
  readonly seconds: number;
}

/** Counts a request of a key, and sets the fields. Throws a 429 problem when the quota is used up. */
export type Limit = (key: string, response: Response) => void | Promise<void>;

/** How many requests of a key there were in its window, and when that ends. */
export type Counted = Pick<RateLimiterRes, 'consumedPoints' | 'msBeforeNext'>;

/** Counts a request of a key. */
export type Count = (key: string) => Counted | Promise<Counted>;

/** Makes a count that a limit can share with other instances, in place of `own`. */
export type ShareCount = (name: string, quota: Quota, own: Count) => Count;

export interface LimitOptions {
  /** Counts together with other instances. */
  readonly share?: ShareCount | undefined;
}

/** Makes a limit; its name is the policy's name in the fields. */
export function createLimit(name: string, quota: Quota, { share }: LimitOptions = {}): Limit {
  const { requests, seconds } = quota;
  const limiter = new Memory({ keyPrefix: name, points: requests, duration: seconds });
  const own = countAtOnce(limiter);
  const count = share?.(name, quota, own) ?? own;
  const policy = `"${name}";q=${requests};w=${seconds}`;

  function tell({ consumedPoints, msBeforeNext }: Counted, response: Response): void {
    const left = Math.max(0, requests - consumedPoints);
    const wait = Math.max(1, Math.ceil(msBeforeNext / 1000));
    response.setHeader('RateLimit-Policy', policy);
    response.setHeader('RateLimit', `"${name}";r=${left};t=${wait}`);
    if (consumedPoints > requests) {
      throw new ProblemError(
        {
          type: '/docs/problems#too-many-requests',
          detail: `Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`,
        },
        { 'Retry-After': String(wait) },
      );
    }
  }

  return (key, response) =>
    whenReady(count(key), (counted) => {
      tell(counted, response);
    });
}

/** The count of a limiter, which rejects with its state when the quota is used up. */
export function countWith(limiter: RateLimiterAbstract): (key: string) => Promise<Counted> {
  return (key) => limiter.consume(key).catch(stateOf);
}

function stateOf(reason: unknown): RateLimiterRes {
  if (reason instanceof State) return reason;
  throw reason;
}
