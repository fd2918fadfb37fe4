// What is measured at each scrape and not as it happens: the state of the service, of its data and of its disk.
import { statfs } from 'node:fs/promises';
import type { Config } from './config.ts';
import type { Contract } from './contract/document.ts';
import type { Lifecycle } from './process/lifecycle.ts';
import { addGauge, addInfo } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import { sparing } from './observability/throttle.ts';
import type { TaskDatabase } from './tasks/storage/database.ts';
import { taskRepository } from './tasks/repository.ts';
import { version } from './version.ts';

export interface Measured {
  readonly config: Pick<Config, 'dataFolder'>;
  readonly contract: Contract;
  readonly database: TaskDatabase;
  readonly lifecycle: Lifecycle;
}

/** Adds the gauges of a service to its metrics. */
export function addGauges({ registry }: Metrics, { config, contract, database, lifecycle }: Measured): void {
  const totals = sparing(() => taskRepository(database).total(new Date().toISOString()));
  const disk = () => statfs(config.dataFolder);
  const gauges: Readonly<Record<string, readonly [help: string, read: () => number | Promise<number>]>> = {
    api_ready: [
      'Whether the service is ready: 1 or 0.',
      async () => (lifecycle.state === 'ready' && (await answers(database)) ? 1 : 0),
    ],
    tasks_open: ['Tasks that are pending or in progress.', async () => (await totals()).open],
    tasks_overdue: ['Open tasks that were due before today (UTC).', async () => (await totals()).overdue],
    data_folder_free_bytes: [
      'Bytes that are free on the disk of the data folder.',
      () => disk().then(({ bavail, bsize }) => bavail * bsize),
    ],
    data_folder_size_bytes: [
      'Bytes that the disk of the data folder has.',
      () => disk().then(({ blocks, bsize }) => blocks * bsize),
    ],
  };
  for (const [name, [help, read]] of Object.entries(gauges)) addGauge(registry, name, help, read);
  for (const [name, { help, read }] of Object.entries(database.measurements)) {
    addGauge(registry, name, help, read);
  }
  addInfo(registry, 'api_build_info', 'Which version runs, of the program and of the contract.', {
    version,
    contract_version: contract.version,
  });
}

function answers(database: TaskDatabase): Promise<boolean> {
  return database.check().then(
    () => true,
    () => false,
  );
}
