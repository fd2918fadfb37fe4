// The rate limits of the service: the quotas of a subject and of a network, failed authentications, and requests in flight.
import type { Config } from '../config.ts';
import { createInFlightLimit } from '../security/in-flight-limit.ts';
import type { LimitInFlight } from '../security/in-flight-limit.ts';
import { createLimit } from '../security/rate-limit.ts';
import type { Limit, Policy, ShareCounts } from '../security/rate-limit.ts';

export interface Limits {
  readonly subjects: Limit;
  readonly networks: Limit;
  readonly failures: Limit;
  readonly limitInFlight: LimitInFlight;
  readonly limitLongPolls: LimitInFlight;
}

/** The names of all policies, used as labels in the metric of refused requests. */
export const policyNames = [
  ...['requests', 'time', 'bytes', 'in-flight', 'long-polls'],
  ...['network-requests', 'network-time', 'network-bytes', 'failed-auth'],
] as const;

/** Creates the limits. Calls `onRefused` for each refused request, with the name of the exhausted policy. */
export function createLimits(
  { windowSeconds, requests, networkRequests, milliseconds, bytes, ...limits }: Config['limits'],
  share: ShareCounts | undefined,
  onRefused: (policy: string) => void,
): Limits {
  const options = { windowSeconds, share, onRefused };
  const factorOf = (subject: string): number => limits.factors.get(subject) ?? 1;
  const costs = (prefix: string): [Policy, Policy] => [
    { name: `${prefix}time`, quota: milliseconds, unit: 'milliseconds', noun: 'time' },
    { name: `${prefix}bytes`, quota: bytes, unit: 'content-bytes', noun: 'bytes' },
  ];
  return {
    subjects: createLimit([{ name: 'requests', quota: requests, noun: 'requests' }, ...costs('')], {
      ...options,
      factorOf,
    }),
    networks: createLimit(
      [{ name: 'network-requests', quota: networkRequests, noun: 'requests' }, ...costs('network-')],
      options,
    ),
    failures: createLimit(
      [{ name: 'failed-auth', quota: limits.failedAuthentications, noun: 'failed authentications' }],
      options,
    ),
    limitInFlight: createInFlightLimit({
      policy: 'in-flight',
      max: limits.maxInFlight,
      factorOf,
      onRefused,
    }),
    limitLongPolls: createInFlightLimit({
      policy: 'long-polls',
      ...limits.longPolls,
      factorOf,
      onRefused,
    }),
  };
}
