// Checks dashboards and alerts end to end (`npm run check:observability`): validates the files with their tools, runs
// Prometheus and Alertmanager with the service under load, verifies that every panel, recording rule and alert has data,
// and injects failures. Each failure must make exactly the expected alerts fire, and these must resolve afterwards.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors, finish, recordError, print, until } from '../report.ts';
import { startProcess } from '../scale/service.ts';
import { alertExpressions, panelExpressions, recordedExpressions } from './expressions.ts';
import type { Expression } from './expressions.ts';
import { lockDatabase, corruptTask, renameTaskTable } from './failures.ts';
import { checkFiles } from './config-files.ts';
import { lintDashboards } from './linter.ts';
import { startLoad } from './load.ts';
import { find } from './programs.ts';
import { nameOf, startStack } from './stack.ts';
import type { Stack } from './stack.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';

readArguments(
  'npm run check:observability -- [--help | --version]\n  runs Prometheus and Alertmanager, and injects failures that must make alerts fire',
  {},
);

const programs = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  amtool: 'prometheus-alertmanager',
  'prometheus-alertmanager': 'prometheus-alertmanager',
};
const missing = Object.entries(programs).filter(([program]) => find(program) === undefined);
if (missing.length > 0) {
  console.error(
    `Missing programs: ${missing.map(([program]) => program).join(', ')}. On Debian: apt-get install ${[...new Set(missing.map(([, name]) => name))].join(' ')}`,
  );
  process.exit(2);
}

// The directory is in memory if possible, because a slow disk would increase the latency that a drill injects.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'observability-'));
let redis = hasRedis ? await startRedis() : undefined;
const environment = {
  RESPONSE_VALIDATION: 'all',
  WEBHOOK_SECRET_KEY: 'a key for the secrets of webhooks',
  ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
};
const database = join(folder, 'tasks.db');

/** The expressions that do not return a number. */
async function expressionsWithoutData(stack: Stack, expressions: readonly Expression[]): Promise<string[]> {
  const results = await Promise.all(
    expressions.map(async ({ source, expr }) => {
      const samples = await stack.query(expr);
      return samples.some(({ value }) => Number.isFinite(Number(value[1]))) ? [] : [`${source}: ${expr}`];
    }),
  );
  return results.flat();
}

/** Whether an expression has data only with AUTH_JWKS_URL, or with a secret or certificate in a file. */
const needsSetting = (expr: string): boolean => /\b(?:token_(?:issuer|key)|file|tls_certificate)_/.test(expr);

/** The alerts on failures that affect clients. */
const availabilityAlerts = ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady', 'ContractViolated'];

/** Writes more log lines than the service buffers while its log is not read. */
async function fillLog(url: string): Promise<void> {
  const ask = async (): Promise<void> => {
    for (let n = 0; n < 1000; n += 1) await (await fetch(`${url}/health`)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

const hasNotice = (stack: Stack, status: string, receiver: string, name: string, since: number): boolean =>
  stack.notices
    .slice(since)
    .some(
      (notice) => notice.status === status && notice.receiver === receiver && nameOf(notice.labels) === name,
    );

/** Injects a failure. Verifies that `alerts` fire and later resolve, and that the `silent` alerts do not fire. */
async function drill(
  stack: Stack,
  name: string,
  alerts: Readonly<Record<string, 'page' | 'ticket'>>,
  silent: readonly string[],
  begin: () => Promise<() => Promise<void> | void>,
): Promise<void> {
  print(name);
  const since = stack.notices.length;
  const end = await begin();
  for (const [alert, receiver] of Object.entries(alerts)) {
    await until(`${alert} fires and notifies "${receiver}"`, 90, () =>
      hasNotice(stack, 'firing', receiver, alert, since),
    );
  }
  const wrong = stack.notices
    .slice(since)
    .filter(({ status, labels }) => status === 'firing' && silent.includes(labels['alertname'] ?? ''));
  for (const { labels } of wrong) errors.push(`${name}: ${nameOf(labels)} fired unexpectedly`);
  await end();
  for (const [alert, receiver] of Object.entries(alerts)) {
    await until(`${alert} resolves and notifies "${receiver}"`, 60, () =>
      hasNotice(stack, 'resolved', receiver, alert, since),
    );
  }
}

const port = await freePort();
let service = await startProcess(database, port, environment, { readsLog: true });
let stack: Stack | undefined;
let stopLoad = async (): Promise<void> => undefined;
try {
  errors.push(...(await checkFiles(folder)), ...(await lintDashboards()));
  stack = await startStack(folder, [new URL(service.url)]);
  const watching = stack;
  stopLoad = startLoad(service.url, service.token);
  print(
    'The service is under load and monitored. The rules run in accelerated time: one hour takes one minute.',
  );

  await until(
    'Prometheus scrapes the service',
    20,
    async () => (await watching.query('api_ready')).length > 0,
  );
  const { url, token } = service;
  await drill(
    watching,
    'A response violates the contract',
    { ContractViolated: 'ticket' },
    ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady'],
    async () => {
      await until(
        'tasks exist',
        20,
        async () => (await watching.query('tasks_created_total > 3')).length > 0,
      );
      const answer = await fetch(`${url}/tasks/${corruptTask(database)}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      await answer.text();
      return () => undefined;
    },
  );

  for (const [what, expressions] of Object.entries({
    'every panel': panelExpressions().filter(({ expr }) => !needsSetting(expr)),
    'every recording rule': recordedExpressions(),
    // This alert has data only with Redis.
    'every alert': alertExpressions().filter(
      ({ source, expr }) => !needsSetting(expr) && (redis !== undefined || source !== 'RateLimitsNotShared'),
    ),
  })) {
    let empty: string[] = [];
    await until(`${what} has data (${expressions.length} expressions)`, 30, async () => {
      empty = await expressionsWithoutData(watching, expressions);
      return empty.length === 0;
    });
    errors.push(...empty.map((each) => `no data for ${each}`));
  }

  await until(
    'no error budget alert is firing',
    60,
    async () => !(await watching.firing()).some((name) => name.endsWith('BudgetBurn 1h')),
  );
  await drill(
    watching,
    'The log is not read',
    { LogLinesDropped: 'ticket' },
    [...availabilityAlerts],
    async () => {
      service.readLog(false);
      await fillLog(url);
      return () => service.readLog(true);
    },
  );
  if (redis === undefined) print('- Skipped RateLimitsNotShared: redis-server is not installed');
  else {
    const gone = redis;
    await drill(
      watching,
      'Redis is down',
      { RateLimitsNotShared: 'ticket' },
      [...availabilityAlerts],
      async () => {
        await gone.stop();
        return async () => {
          redis = await startRedis(gone.port);
        };
      },
    );
  }

  await drill(
    watching,
    'Another program locks the database',
    { 'LatencyBudgetBurn 1h': 'page' },
    ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady', 'ContractViolated'],
    async () => lockDatabase(database),
  );
  await drill(
    watching,
    'The task table is missing',
    { 'AvailabilityBudgetBurn 1h': 'page', NotReady: 'page' },
    ['TargetDown', 'ContractViolated'],
    async () => renameTaskTable(database),
  );
  await drill(watching, 'The process is killed', { TargetDown: 'page' }, ['ContractViolated'], async () => {
    await service.kill();
    return async () => {
      service = await startProcess(database, port, environment, { readsLog: true });
    };
  });
} catch (error) {
  recordError(error);
} finally {
  await stopLoad();
  await stack?.stop();
  await service.stop();
  await redis?.stop();
  rmSync(folder, { recursive: true });
}

finish();
