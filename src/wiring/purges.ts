// Once a minute, purges data that is stored for a limited time. Every instance does this, and skips what another
// instance has already purged.
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../observability/logger.ts';
import type { Logger } from '../observability/logger.ts';
import type { Clock } from '../resource/owner/account.ts';
import type { PurgedRows } from '../resource/resource.ts';
import { resources } from '../resources.ts';
import type { Tables } from '../storage.ts';

const INTERVAL_MS = 60_000;

/** Purges the data that resources store for a limited time. Returns the number of purged rows of each kind. */
export async function purge(
  database: Database<Tables>,
  { trashMs, deletionsMs, deliveriesMs }: Config['retention'],
  now = Date.now(),
): Promise<PurgedRows> {
  const before = {
    trash: new Date(now - trashMs),
    deletions: new Date(now - deletionsMs),
    deliveries: new Date(now - deliveriesMs),
  };
  const total = { erased: 0, deletions: 0, deliveries: 0 };
  for (const resource of resources) Object.assign(total, await resource.purge?.(database, before));
  return total;
}

/** Purges at intervals until it is stopped. */
export function schedulePurges(
  database: Database<Tables>,
  { retention }: Pick<Config, 'retention'>,
  logger: Logger,
  clock: Clock = Date.now,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      const purged = await purge(database, retention, clock());
      if (Object.values(purged).some((rows) => rows > 0)) logger.info('purged old rows', { ...purged });
    } catch (error) {
      logger.warn('failed to purge old rows', { error: describeError(error) });
    }
    running = undefined;
  }

  const timer = setInterval(() => {
    running ??= run();
  }, INTERVAL_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
