// What the instances share besides the database: the counts of the rate limits, when there is a Redis for them. Its
// loss and its return are logged and measured here, once each.
import type { Config } from './config.ts';
import { describeError } from './observability/logger.ts';
import type { Logger } from './observability/logger.ts';
import { addGauge } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import type { SharedCounts } from './security/shared-counts.ts';

/** Connects to the Redis of the configuration; undefined when it names none. Never rejects. */
export async function connectSharedCounts(
  { redisUrl }: Config,
  metrics: Metrics,
  logger: Logger,
): Promise<SharedCounts | undefined> {
  if (redisUrl === undefined) return undefined;
  // Not the URL: it has the password.
  const redis = new URL(redisUrl).host;
  // The client is loaded only where it is used, for it is a good part of a start.
  const { shareCounts } = await import('./security/shared-counts.ts');
  const counts = await shareCounts(redisUrl, {
    lost(error) {
      metrics.sharingLost.inc();
      logger.warn('rate limits are not shared, each instance counts for itself', {
        redis,
        error: describeError(error),
      });
    },
    regained() {
      logger.info('rate limits are shared again', { redis });
    },
  });
  addGauge(
    metrics.registry,
    'rate_limits_shared',
    'Whether the rate limits count for all instances together: 1 or 0. There only with REDIS_URL.',
    () => (counts.isShared() ? 1 : 0),
  );
  return counts;
}
