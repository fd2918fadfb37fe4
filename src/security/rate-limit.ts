// Rate limits and their headers (draft-ietf-httpapi-ratelimit-headers). Each instance counts in its own memory, unless
// the instances share their counts in Redis (shared-counts.ts).
import { createRequire } from 'node:module';
import type { Response } from 'express';
import type { RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';
import { whenReady } from './when-ready.ts';
import { synchronousCounter } from './synchronous-counter.ts';
import type { Count } from './synchronous-counter.ts';

// Imported file by file: the package's index loads the limiters of a dozen stores.
const require = createRequire(import.meta.url);
const MemoryLimiter = require('rate-limiter-flexible/lib/RateLimiterMemory.js') as typeof RateLimiterMemory;
const LimiterResult = require('rate-limiter-flexible/lib/RateLimiterRes.js') as typeof RateLimiterRes;

export interface Quota {
  readonly maxRequests: number;
  readonly windowSeconds: number;
}

/** Counts a request of a key, and sets the RateLimit headers. Throws a 429 problem when the quota is exceeded. */
export type Limit = (key: string, response: Response) => void | Promise<void>;

/** Counts a request of a key. */
export type Counter = (key: string) => Count | Promise<Count>;

/** Creates a counter that instances share, and that falls back to the instance's own counter. */
export type ShareCounter = (name: string, quota: Quota, fallback: Counter) => Counter;

/** Creates a limit. The headers use its name as the name of the policy. */
export function createLimit(name: string, quota: Quota, share?: ShareCounter): Limit {
  const { maxRequests, windowSeconds } = quota;
  const ownCounter = synchronousCounter(
    new MemoryLimiter({ keyPrefix: name, points: maxRequests, duration: windowSeconds }),
  );
  const count = share?.(name, quota, ownCounter) ?? ownCounter;
  const policy = `"${name}";q=${maxRequests};w=${windowSeconds}`;

  function apply({ consumedPoints, msBeforeNext }: Count, response: Response): void {
    const remaining = Math.max(0, maxRequests - consumedPoints);
    const waitSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    response.setHeader('RateLimit-Policy', policy);
    response.setHeader('RateLimit', `"${name}";r=${remaining};t=${waitSeconds}`);
    if (consumedPoints > maxRequests) {
      throw new ProblemError(
        {
          type: 'urn:problem-type:task-manager-api:too-many-requests',
          detail: `Try again in ${waitSeconds} ${waitSeconds === 1 ? 'second' : 'seconds'}.`,
        },
        { 'Retry-After': String(waitSeconds) },
      );
    }
  }

  return (key, response) =>
    whenReady(count(key), (counted) => {
      apply(counted, response);
    });
}

/** The counter of a limiter. `consume` rejects with the count when the quota is exceeded. */
export function counterOf(limiter: RateLimiterAbstract): (key: string) => Promise<Count> {
  return (key) =>
    limiter.consume(key).catch((reason: unknown) => {
      if (reason instanceof LimiterResult) return reason;
      throw reason;
    });
}
