// Rate limits and their headers (draft-ietf-httpapi-ratelimit-headers). Each instance counts in its own memory, unless
// the instances share their counts in Redis (shared-counts.ts).
import type { Response } from 'express';
import { ProblemError } from '../http/problem.ts';
import { mapMaybePromise } from './maybe-promise.ts';
import { tokenBuckets } from './token-buckets.ts';
import type { Counts, Usage } from './token-buckets.ts';

/** One quota of a limit. */
export interface Policy {
  /** The name in the headers and in the metric. */
  readonly name: string;
  /** How much a key can use within a window. */
  readonly quota: number;
  /** The unit in the `qu` parameter. Unset for requests. */
  readonly unit?: string;
  /** The noun in the problem, for example `requests`. */
  readonly noun: string;
}

export interface LimitOptions {
  readonly windowSeconds: number;
  /** The factor that multiplies a key's quotas. */
  readonly factorOf?: (key: string) => number;
  /** Creates counts that instances share, and that fall back to the instance's own. */
  readonly share?: ShareCounts | undefined;
  /** Called for each refused request, with the name of the exhausted policy. */
  readonly onRefused: (policy: string) => void;
}

/** A limit for keys, such as subjects or networks. */
export interface Limit {
  /** Counts a request, and sets the RateLimit headers. Throws a 429 problem if a quota is used up. */
  admit(key: string, response: Response): void | Promise<void>;
  /** Adds costs to the quotas, in the order of the policies. */
  charge(key: string, costs: readonly number[]): void;
}

/** Creates counts that instances share under a name. */
export type ShareCounts = (name: string, windowSeconds: number, fallback: Counts) => Counts;

/** The quotas and the header for all keys with the same factor. */
interface Terms {
  readonly quotas: readonly number[];
  /** The `RateLimit-Policy` header. */
  readonly policies: string;
}

/** Creates a limit. The first policy counts requests. */
export function createLimit(policies: readonly [Policy, ...Policy[]], options: LimitOptions): Limit {
  const { windowSeconds, factorOf = () => 1, share, onRefused } = options;
  const own = tokenBuckets(windowSeconds);
  const counts = share?.(policies[0].name, windowSeconds, own) ?? own;
  const termsByFactor = new Map<number, Terms>();

  function termsOf(key: string): Terms {
    const factor = factorOf(key);
    let terms = termsByFactor.get(factor);
    if (terms === undefined) {
      const quotas = policies.map(({ quota }) => Math.max(1, Math.round(quota * factor)));
      const items = policies.map(
        ({ name, unit }, index) =>
          `"${name}";q=${quotas[index]};w=${windowSeconds}${unit === undefined ? '' : `;qu="${unit}"`}`,
      );
      terms = { quotas, policies: items.join(', ') };
      termsByFactor.set(factor, terms);
    }
    return terms;
  }

  function apply({ used, exhausted }: Usage, terms: Terms, response: Response): void {
    let remaining = '';
    for (let index = 0; index < policies.length; index += 1) {
      const [amount = 0, quota = 1] = [used[index], terms.quotas[index]];
      const left = index === exhausted ? 0 : Math.max(0, Math.floor(quota - amount));
      const seconds = Math.ceil(Math.min(1, amount / quota) * windowSeconds);
      remaining += `${index === 0 ? '' : ', '}"${policies[index]?.name}";r=${left};t=${seconds}`;
    }
    response.setHeader('RateLimit-Policy', terms.policies);
    response.setHeader('RateLimit', remaining);
    if (exhausted !== -1) refuse(exhausted, used[exhausted] ?? 0, terms.quotas[exhausted] ?? 1);
  }

  function refuse(index: number, used: number, quota: number): never {
    const { name = '', noun = '' } = policies[index] ?? {};
    onRefused(name);
    const missing = used - quota + (index === 0 ? 1 : 0);
    const seconds = Math.min(windowSeconds, Math.max(1, Math.ceil((missing / quota) * windowSeconds)));
    throw tooManyRequests(name, `The quota of ${noun} is used up.`, seconds);
  }

  return {
    admit(key, response) {
      const terms = termsOf(key);
      return mapMaybePromise(counts.count(key, terms.quotas), (usage) => {
        apply(usage, terms, response);
      });
    },
    charge(key, costs) {
      counts.charge(key, termsOf(key).quotas, costs);
    },
  };
}

/** A 429 problem that names the exhausted policy. */
export function tooManyRequests(policy: string, reason: string, retryAfterSeconds: number): ProblemError {
  const unit = retryAfterSeconds === 1 ? 'second' : 'seconds';
  return new ProblemError(
    {
      type: 'urn:problem-type:task-manager-api:too-many-requests',
      detail: `${reason} Try again in ${retryAfterSeconds} ${unit}.`,
      policy,
    },
    { 'Retry-After': String(retryAfterSeconds) },
  );
}
