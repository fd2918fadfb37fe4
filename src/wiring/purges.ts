// Once a minute, purges data that is stored for a limited time. Every instance does this, and skips what another instance
// has already purged.
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../observability/logger.ts';
import type { Logger } from '../observability/logger.ts';
import type { Purged } from '../resource/changes/purge.ts';
import type { Clock } from '../resource/owner/account.ts';
import { resources } from '../resources.ts';
import type { Tables } from '../storage.ts';

const INTERVAL_MS = 60_000;

/** Purges the trash and the deletions of all resources. Returns how many of each. */
export async function purge(
  database: Database<Tables>,
  { trashMs, deletionsMs }: Config['retention'],
  now = Date.now(),
): Promise<Purged> {
  const before = { trash: new Date(now - trashMs), deletions: new Date(now - deletionsMs) };
  const total = { erased: 0, deletions: 0 };
  for (const resource of resources) {
    const purged = await resource.purge?.(database, before);
    total.erased += purged?.erased ?? 0;
    total.deletions += purged?.deletions ?? 0;
  }
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
      const { erased, deletions } = await purge(database, retention, clock());
      if (erased > 0 || deletions > 0) logger.info('purged deletions', { erased, deletions });
    } catch (error) {
      logger.warn('failed to purge deletions', { error: describeError(error) });
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
