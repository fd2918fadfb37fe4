// Once a minute, logs the users whose requests cost most. A metric with the user as a label would create one time
// series per user.
import type { Logger } from './logger.ts';

const INTERVAL_MS = 60_000;
const MAX_NAMED = 5;
/** The maximum number of users that are counted in a minute. Further users are ignored. */
const MAX_COUNTED = 20_000;

/** The cost of a user's requests. */
interface Cost {
  readonly milliseconds: number;
  readonly bytes: number;
}

export interface ExpensiveUsers {
  /** Adds the cost of a request. */
  add(sub: string, cost: Cost): void;
  /** Logs the most expensive users since the previous log line, and stops. */
  stop(): void;
}

/** Starts to log the users whose requests take the most time. */
export function logExpensiveUsers(logger: Pick<Logger, 'info'>): ExpensiveUsers {
  const costs = new Map<string, { requests: number; milliseconds: number; bytes: number }>();
  let since = performance.now();

  function report(): void {
    const seconds = Math.round((performance.now() - since) / 1000);
    const users = [...costs]
      .sort(([, one], [, other]) => other.milliseconds - one.milliseconds)
      .slice(0, MAX_NAMED)
      .map(([sub, { requests, milliseconds, bytes }]) => ({
        sub,
        requests,
        costMs: Math.round(milliseconds),
        bytes,
      }));
    if (users.length > 0) logger.info('most expensive users', { seconds, of: costs.size, users });
    costs.clear();
    since = performance.now();
  }

  const timer = setInterval(report, INTERVAL_MS).unref();
  return {
    add(sub, { milliseconds, bytes }) {
      const sum = costs.get(sub);
      if (sum !== undefined) {
        sum.requests += 1;
        sum.milliseconds += milliseconds;
        sum.bytes += bytes;
      } else if (costs.size < MAX_COUNTED) costs.set(sub, { requests: 1, milliseconds, bytes });
    },
    stop() {
      clearInterval(timer);
      report();
    },
  };
}
