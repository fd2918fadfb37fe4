// Sees the watching work (`npm run check:observability`): the tools check the files; then Prometheus and Alertmanager run
// with them beside the service under load, every panel, recording rule and alert gets data, and faults that are made on
// purpose call those who have to be called, and no others, and are over when they are over.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startProcess } from '../scale/service.ts';
import { alertExpressions, panelExpressions, recordedExpressions } from './expressions.ts';
import type { Expression } from './expressions.ts';
import { holdDatabase, spoilTask, takeTableAway } from './failures.ts';
import { checkFiles } from './files.ts';
import { lintDashboards } from './linter.ts';
import { startLoad } from './load.ts';
import { find } from './paths.ts';
import { nameOf, startStack } from './stack.ts';
import type { Stack } from './stack.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';

const programs = {
  prometheus: 'prometheus',
  promtool: 'prometheus',
  amtool: 'prometheus-alertmanager',
  'prometheus-alertmanager': 'prometheus-alertmanager',
};
const missing = Object.entries(programs).filter(([program]) => find(program) === undefined);
if (missing.length > 0) {
  console.error(
    `Not found: ${missing.map(([program]) => program).join(', ')}. On Debian: apt-get install ${[...new Set(missing.map(([, name]) => name))].join(' ')}`,
  );
  process.exit(2);
}

const faults: string[] = [];
// In memory where there is such a folder: commits to a slow disk would be the latency that is to be made on purpose.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'observability-'));
// On the port that it has, it can be started again.
let redis = hasRedis ? await startRedis() : undefined;
const environment = {
  RESPONSE_VALIDATION: 'all',
  ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
};
const database = join(folder, 'tasks.db');
const began = performance.now();
const say = (text: string): void => {
  console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${text}`);
};

/** Waits until the check holds; a fault when it does not in time. */
async function until(what: string, seconds: number, check: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await check()) {
      say(`✓ ${what}`);
      return;
    }
    await setTimeout(250);
  }
  say(`✗ ${what}`);
  faults.push(`${what}: not within ${seconds} s`);
}

/** The expressions that are answered with nothing, or with no number. */
async function unanswered(stack: Stack, expressions: readonly Expression[]): Promise<string[]> {
  const results = await Promise.all(
    expressions.map(async ({ place, expr }) => {
      const samples = await stack.query(expr);
      return samples.some(({ value }) => Number.isFinite(Number(value[1]))) ? [] : [`${place}: ${expr}`];
    }),
  );
  return results.flat();
}

/** What is fired when clients notice. */
const noFault = ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady', 'ContractViolated'];

/** As many lines as a log that nobody reads has room for, and more. */
async function fillLog(url: string): Promise<void> {
  const ask = async (): Promise<void> => {
    for (let n = 0; n < 1000; n += 1) await (await fetch(`${url}/health`)).arrayBuffer();
  };
  await Promise.all(Array.from({ length: 8 }, ask));
}

const told = (stack: Stack, status: string, receiver: string, name: string, since: number): boolean =>
  stack.notices
    .slice(since)
    .some(
      (notice) => notice.status === status && notice.receiver === receiver && nameOf(notice.labels) === name,
    );

/** Makes a fault, and sees that it calls these and none of those, and that all is well again afterwards. */
async function drill(
  stack: Stack,
  name: string,
  alerts: Readonly<Record<string, 'page' | 'ticket'>>,
  silent: readonly string[],
  begin: () => Promise<() => Promise<void> | void>,
): Promise<void> {
  say(name);
  const since = stack.notices.length;
  const end = await begin();
  for (const [alert, receiver] of Object.entries(alerts)) {
    await until(`${alert} fires, and the receiver "${receiver}" is told`, 90, () =>
      told(stack, 'firing', receiver, alert, since),
    );
  }
  const wrong = stack.notices
    .slice(since)
    .filter(({ status, labels }) => status === 'firing' && silent.includes(labels['alertname'] ?? ''));
  for (const { labels } of wrong) faults.push(`${name}: ${nameOf(labels)} fired too`);
  await end();
  for (const [alert, receiver] of Object.entries(alerts)) {
    await until(`${alert} is over, and "${receiver}" is told`, 60, () =>
      told(stack, 'resolved', receiver, alert, since),
    );
  }
}

const port = await freePort();
let service = await startProcess(database, port, environment, { readsLog: true });
let stack: Stack | undefined;
let stopLoad = async (): Promise<void> => undefined;
try {
  faults.push(...(await checkFiles(folder)), ...(await lintDashboards()));
  stack = await startStack(folder, new URL(service.url));
  const watching = stack;
  stopLoad = startLoad(service.url, service.token);
  say('the service is under load, and watched; an hour of the rules is a minute here');

  await until('the service is seen', 20, async () => (await watching.query('api_ready')).length > 0);
  const { url, token } = service;
  await drill(
    watching,
    'An answer does not keep the contract',
    { ContractViolated: 'ticket' },
    ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady'],
    async () => {
      await until(
        'there is a task',
        20,
        async () => (await watching.query('tasks_created_total > 3')).length > 0,
      );
      const answer = await fetch(`${url}/tasks/${spoilTask(database)}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      await answer.text();
      return () => undefined;
    },
  );

  for (const [what, expressions] of Object.entries({
    'every panel': panelExpressions(),
    'every recording rule': recordedExpressions(),
    // Without Redis there is nothing that could be lost.
    'what every alert compares': alertExpressions().filter(
      ({ place }) => redis !== undefined || place !== 'RateLimitsNotShared',
    ),
  })) {
    let empty: string[] = [];
    await until(`${what} has data (${expressions.length} expressions)`, 30, async () => {
      empty = await unanswered(watching, expressions);
      return empty.length === 0;
    });
    faults.push(...empty.map((each) => `no data for ${each}`));
  }

  await until(
    'no budget burns',
    60,
    async () => !(await watching.firing()).some((name) => name.endsWith('BudgetBurn 1h')),
  );
  await drill(watching, 'Nobody reads the log', { LogLinesDropped: 'ticket' }, [...noFault], async () => {
    service.readLog(false);
    await fillLog(url);
    return () => service.readLog(true);
  });
  if (redis === undefined) say('- RateLimitsNotShared is not made to fire, for there is no redis-server');
  else {
    const gone = redis;
    await drill(watching, 'Redis is gone', { RateLimitsNotShared: 'ticket' }, [...noFault], async () => {
      await gone.stop();
      return async () => {
        redis = await startRedis(gone.port);
      };
    });
  }

  await drill(
    watching,
    'Another program holds the database',
    { 'LatencyBudgetBurn 1h': 'page' },
    ['AvailabilityBudgetBurn', 'TargetDown', 'NotReady', 'ContractViolated'],
    async () => holdDatabase(database),
  );
  await drill(
    watching,
    'The table of tasks is gone',
    { 'AvailabilityBudgetBurn 1h': 'page', NotReady: 'page' },
    ['TargetDown', 'ContractViolated'],
    async () => takeTableAway(database),
  );
  await drill(watching, 'The process is killed', { TargetDown: 'page' }, ['ContractViolated'], async () => {
    await service.kill();
    return async () => {
      service = await startProcess(database, port, environment, { readsLog: true });
    };
  });
} catch (error) {
  faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await stopLoad();
  await stack?.stop();
  await service.stop();
  await redis?.stop();
  rmSync(folder, { recursive: true });
}

if (faults.length > 0) {
  console.error(`\n${faults.join('\n\n')}\n\n${faults.length} faults`);
  process.exitCode = 1;
} else {
  say('everything that has to be seen is seen');
}
