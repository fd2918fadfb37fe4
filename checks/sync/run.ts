// Proves that copies converge (`npm run check:sync`). Clients maintain copies of the tasks from the change feed alone,
// while other clients create, change and delete tasks. The service runs first as three instances on PostgreSQL: one is
// killed and one is drained. Then it runs on SQLite, where the process is killed. In both cases, deletions are purged
// while tasks change, and the database is then restored from a backup. After each step, every copy must equal the
// database.
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskClient } from '../../client/src/index.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { readConfig } from '../../src/config.ts';
import { backUp } from '../../src/database/sqlite/backup.ts';
import { restore } from '../../src/database/sqlite/restore.ts';
import { version } from '../../src/process/version.ts';
import { purge } from '../../src/wiring/purges.ts';
import { renewEpoch } from '../../src/resource/changes/epoch.ts';
import { openStorage, storages } from '../../src/storage.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { endInstances, startInstance } from '../cluster/instance.ts';
import type { Instance } from '../cluster/instance.ts';
import { replace, type DisturbedService } from '../cluster/disturbed-service.ts';
import { errors, finish, print } from '../report.ts';
import { converge, maintainCopy, write } from './clients.ts';
import type { Copy, Progress } from './clients.ts';
import { clientOf, environment, SECRET } from './service.ts';

const usage =
  'npm run check:sync -- [--long]\n  --long  100,000 changes on both databases together, instead of 3,000';
const { values } = readArguments(usage, { options: { long: { type: 'boolean', default: false } } });
const changes = values.long ? 100_000 : 3000;

const USERS = ['ada', 'grace', 'edsger'];
const COPIES_EACH = 2;
const WRITERS_EACH = 2;

/** A service whose database is restored from a backup during the check. */
interface RestoredService extends DisturbedService {
  /** Takes a backup. Resolves to a function that restores it. Both steps may stop and restart the service. */
  readonly backUp: (service: DisturbedService) => Promise<() => Promise<void>>;
}

async function start(service: Pick<DisturbedService, 'url'>, name: string): Promise<Instance> {
  return await startInstance(name, { ...environment, LOG_LEVEL: 'info', DATABASE_URL: service.url });
}

/** Purges all deletions, as if their retention period had ended. Cursors from before the deletions expire. */
async function purgeAll({ url }: DisturbedService): Promise<void> {
  const database = await openStorage(
    readConfig({ DATABASE_URL: url, AUTH_JWT_SECRET: SECRET }, { purpose: 'database' }),
  );
  const count = await purge(database, { trashMs: 0, deletionsMs: 0, deliveriesMs: 0 }, Date.now() + 60_000);
  await database.close();
  print(`  purged ${count.deletions} deletions`);
}

async function checkService(service: RestoredService, quota: number): Promise<void> {
  print(`${service.name}: ${quota} changes`);
  const clients = new Map<string, TaskClient>();
  for (const user of USERS) clients.set(user, await clientOf(user, () => service.instances));
  const client = (user: string): TaskClient => clients.get(user) as TaskClient;
  const copies: Copy[] = USERS.flatMap((user) =>
    Array.from({ length: COPIES_EACH }, () =>
      maintainCopy(user, client(user), (error) =>
        errors.push(`${service.name}: a copy failed: ${String(error)}`),
      ),
    ),
  );
  const progress: Progress = { acknowledged: 0, lost: 0 };

  async function writeUntil(count: number): Promise<void> {
    const isOver = (): boolean => progress.acknowledged >= count;
    await Promise.all(
      USERS.flatMap((user, index) =>
        Array.from({ length: WRITERS_EACH }, (_, writer) =>
          write(client(user), count + index * WRITERS_EACH + writer, progress, isOver),
        ),
      ),
    );
  }

  async function mustConverge(what: string): Promise<void> {
    const result = await converge(copies, client);
    if (typeof result === 'string') errors.push(`${service.name}, ${what}: ${result}`);
    else print(`  ${what}: ${copies.length} copies equal the database after ${Math.round(result)} ms`);
  }

  const startedAt = performance.now();
  const parts = service.disturb.length + 1;
  for (const [index, disturb] of service.disturb.entries()) {
    const writing = writeUntil((quota * (index + 1)) / parts);
    // Disturbs the service in the middle of the writes.
    await pause(200);
    await disturb(service);
    await writing;
  }
  await writeUntil(quota);
  const seconds = (performance.now() - startedAt) / 1000;
  print(
    `  ${progress.acknowledged} changes acknowledged, ${progress.lost} without a response, ${Math.round(progress.acknowledged / seconds)} per second`,
  );
  await mustConverge('after the changes');

  const restoreBackup = await service.backUp(service);
  await writeUntil(quota + 300);
  await mustConverge('after the backup');
  const startsBefore = copies.map((copy) => copy.starts());
  await restoreBackup();
  await mustConverge('after the restore');
  const unaware = copies.filter((copy, index) => copy.starts() === startsBefore[index]);
  if (unaware.length > 0)
    errors.push(`${service.name}: ${unaware.length} copies did not start over after the restore`);
  await writeUntil(quota + 600);
  await mustConverge('at the end');
  await Promise.all(copies.map((copy) => copy.stop()));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  print(
    `  ${sum(copies.map((copy) => copy.pages()))} pages read, copies started ${sum(copies.map((copy) => copy.starts()))} times`,
  );
}

async function stopAll(service: DisturbedService): Promise<void> {
  const running = service.instances;
  service.instances = [];
  const codes = await Promise.all(running.map((instance) => instance.end('SIGTERM')));
  if (codes.some((code) => code !== 0))
    errors.push(`${service.name}: an instance exited with ${codes.join()}`);
}

async function onPostgres(folder: string): Promise<void> {
  const postgres = await startCluster();
  const names = ['one', 'two', 'three'];
  const startThree = async (service: Pick<DisturbedService, 'url'>): Promise<Instance[]> =>
    await Promise.all(names.map((name) => start(service, name)));
  try {
    const { url } = postgres;
    await checkService(
      {
        name: 'PostgreSQL',
        url,
        instances: await startThree({ url }),
        disturb: [replace('SIGKILL', start), purgeAll, replace('SIGTERM', start)],
        async backUp(service) {
          const [data, copy] = [join(postgres.folder, 'data'), join(folder, 'data')];
          await stopAll(service);
          await postgres.stop('cleanly');
          execFileSync('cp', ['-a', data, copy]);
          await postgres.start();
          service.instances = await startThree(service);
          return async () => {
            await stopAll(service);
            await postgres.stop('cleanly');
            rmSync(data, { recursive: true });
            execFileSync('cp', ['-a', copy, data]);
            await postgres.start();
            const database = await openStorage(
              readConfig({ DATABASE_URL: url, AUTH_JWT_SECRET: SECRET }, { purpose: 'database' }),
            );
            await renewEpoch(database);
            await database.close();
            service.instances = await startThree(service);
          };
        },
      },
      changes / 2,
    );
  } finally {
    endInstances();
    await postgres.remove();
  }
}

async function onSqlite(folder: string): Promise<void> {
  const path = join(folder, 'tasks.db');
  const url = `sqlite:${path}`;
  const kill = replace('SIGKILL', start);
  try {
    await checkService(
      {
        name: 'SQLite',
        url,
        instances: [await start({ url }, 'one')],
        disturb: [kill, purgeAll, kill],
        async backUp(service) {
          const copy = join(folder, 'copy.db');
          await backUp(path, copy);
          return async () => {
            await stopAll(service);
            await restore(createReadStream(copy) as AsyncIterable<Uint8Array>, path, { storages, version });
            service.instances = [await start(service, 'one')];
          };
        },
      },
      changes / 2,
    );
  } finally {
    endInstances();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sync-'));
try {
  await onPostgres(folder);
  await onSqlite(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
