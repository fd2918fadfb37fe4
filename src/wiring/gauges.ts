// Gauges read at each scrape: the state of the service, its data and its disk.
import { statfs } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Contract } from '../contract/document.ts';
import type { Database } from '../database/database.ts';
import type { Lifecycle } from '../process/lifecycle.ts';
import { addGauge, addInfo } from '../observability/metrics.ts';
import type { Metrics } from '../observability/metrics.ts';
import { throttle } from '../observability/throttle.ts';
import type { WakeUps } from '../resource/changes/wake-ups.ts';
import type { Clock } from '../resource/owner/account.ts';
import { resources } from '../resources.ts';
import type { SharedCounts } from '../security/shared-counts.ts';
import type { Tables } from '../storage.ts';
import { version } from '../process/version.ts';

export interface GaugeSources {
  readonly config: Pick<Config, 'dataDirectory'>;
  readonly contract: Contract;
  readonly database: Database<Tables>;
  readonly lifecycle: Lifecycle;
  readonly sharedCounts: SharedCounts | undefined;
  readonly wakeUps: Pick<WakeUps, 'size'>;
  readonly clock: Clock;
}

/** Adds the gauges of a service to its metrics. */
export function addGauges(
  { prefix, registry }: Metrics,
  { config, contract, database, lifecycle, sharedCounts, wakeUps, clock }: GaugeSources,
): void {
  const disk = () => statfs(config.dataDirectory);
  const readiness = async (): Promise<number> => {
    if (lifecycle.state !== 'ready') return 0;
    await database.check();
    return 1;
  };
  addGauge(registry, `${prefix}_ready`, '1 if the service is ready, otherwise 0.', readiness, 0);
  const gauges: Readonly<Record<string, readonly [help: string, read: () => number | Promise<number>]>> = {
    wake_ups_shared: [
      '1 if changes by other instances end long polls immediately, 0 if only polling finds these changes. Always 1 on SQLite.',
      () => (database.channel?.isConnected() === false ? 0 : 1),
    ],
    long_polls: ['Requests that wait for a change.', () => wakeUps.size],
    data_directory_free_bytes: [
      'Free bytes on the disk of the data directory.',
      () => disk().then(({ bavail, bsize }) => bavail * bsize),
    ],
    data_directory_size_bytes: [
      'Size of the disk of the data directory in bytes.',
      () => disk().then(({ blocks, bsize }) => blocks * bsize),
    ],
  };
  for (const [name, [help, read]] of Object.entries(gauges)) addGauge(registry, name, help, read);
  for (const resource of resources) {
    const values = throttle<Readonly<Record<string, number>>>(() => resource.measure(database, clock));
    for (const [key, { name, help }] of Object.entries(resource.gauges)) {
      addGauge(registry, name, help, async () => (await values())[key] ?? Number.NaN);
    }
  }
  for (const [name, { help, read }] of Object.entries(database.measurements)) {
    addGauge(registry, name, help, read);
  }
  if (sharedCounts !== undefined) {
    const help = '1 if all instances count rate limits together, otherwise 0. Present only with REDIS_URL.';
    addGauge(registry, 'rate_limits_shared', help, () => (sharedCounts.isShared() ? 1 : 0));
  }
  addInfo(
    registry,
    `${prefix}_build_info`,
    'Always 1. The labels contain the versions of the program and of the contract.',
    {
      version,
      contract_version: contract.version,
    },
  );
}
