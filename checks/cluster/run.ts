// Proves that several instances act as one service (`npm run check:cluster`). Three processes share one PostgreSQL and one
// Redis under load. One process is killed and one is drained. Then PostgreSQL is stopped and restarted. The check takes
// half a minute and fails if an acknowledged change is lost or a client receives an unexpected response.
import { setTimeout as pause } from 'node:timers/promises';
import { issueToken } from '../../src/security/issue-token.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';
import { errors, finish, print } from '../report.ts';
import { caller } from './retrying-client.ts';
import { endInstances, startInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { startLoad } from './load.ts';
import type { Ledger } from './load.ts';
import { checkResponses, checkLedger, statusCounts } from './verification.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';

readArguments(
  'npm run check:cluster -- [--help | --version]\n  kills and drains instances and stops PostgreSQL, all under load',
  {},
);

const SECRET = 'a-secret-for-a-cluster-that-is-long-enough';
const CALM_MS = 4000;
const OUTAGE_MS = 3000;
const RECOVERY_MS = 5000;

// The default settings, as in production: acknowledged changes are durable.
const postgres = await startCluster({ settings: [] });
const redis = hasRedis ? await startRedis() : undefined;
if (redis === undefined) print('Skipped the shared rate limits: redis-server is not installed');
try {
  await run();
} finally {
  endInstances();
  await redis?.stop();
  await postgres.remove();
}
finish();

async function run(): Promise<void> {
  const environment = {
    DATABASE_URL: postgres.url,
    AUTH_JWT_SECRET: SECRET,
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '100000000',
    SHUTDOWN_TIMEOUT_SECONDS: '10',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  };
  // The instances start concurrently on an empty database, so that they compete for the migrations.
  const [one, two, three] = await Promise.all(
    ['one', 'two', 'three'].map((name) => startInstance(name, environment)),
  );
  if (one === undefined || two === undefined || three === undefined) return;
  let instances: Instance[] = [one, two, three];
  print('Started three instances concurrently on an empty database');

  const key = new TextEncoder().encode(SECRET);
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const scope = 'tasks:read tasks:write';
  const token = await issueToken(key, { ...names, sub: 'alice', scope, lifetimeSeconds: 600 });
  const call = caller(() => instances, token);
  const ledger: Ledger = { created: new Map(), counted: new Map(), errors };
  const stopLoad = await startLoad(call, ledger);

  await pause(CALM_MS);
  print(`Load on three instances: ${statusCounts(call.attempts)}`);
  await one.end('SIGKILL');
  print('Killed the first instance (SIGKILL)');
  // Clients continue to call the killed instance, as they would until a load balancer notices that it is down.
  await pause(CALM_MS);
  instances = [two, three];
  const drained = await two.end('SIGTERM');
  print(`Drained the second instance; exit code ${drained}`);
  if (drained !== 0) errors.push(`A drained instance exited with ${drained}`);
  await pause(CALM_MS / 2);
  instances = [three];
  instances = [
    three,
    ...(await Promise.all(['four', 'five'].map((name) => startInstance(name, environment)))),
  ];
  print(`Started two new instances: ${statusCounts(call.attempts)}`);
  await pause(CALM_MS);
  errors.push(...checkResponses(call.attempts));

  const before = call.attempts.length;
  await postgres.stop('immediately');
  print('Stopped PostgreSQL without a clean shutdown');
  await pause(OUTAGE_MS);
  await postgres.start();
  const startedAt = performance.now();
  print('Restarted PostgreSQL');
  await pause(RECOVERY_MS);
  await stopLoad();
  const during = call.attempts.slice(before);
  print(`During the outage and afterwards: ${statusCounts(during)}`);
  errors.push(...checkResponses(during));
  for (const instance of instances) {
    const first = during.find(
      (attempt) =>
        attempt.instance === instance && attempt.startedAt > startedAt && attempt.response?.status === 200,
    );
    const wait = first === undefined ? Infinity : first.endedAt - startedAt;
    print(`Instance ${instance.name} recovered after ${Math.round(wait)} ms`);
    if (wait > RECOVERY_MS) errors.push(`${instance.name} did not recover within ${RECOVERY_MS} ms`);
  }

  if (redis !== undefined) {
    for (const { name, url } of instances) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      if (!metrics.includes('\nrate_limits_shared 1\n'))
        errors.push(`${name} does not share its rate limits`);
    }
  }
  errors.push(...(await checkLedger(call, ledger)));
  const counted = [...ledger.counted.values()].reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  print(
    `Compared ${ledger.created.size} acknowledged creates and ${counted} conditional updates with the database`,
  );
  for (const instance of instances) {
    const code = await instance.end('SIGTERM');
    if (code !== 0) errors.push(`${instance.name} exited with ${code}`);
  }
}
