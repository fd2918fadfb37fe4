// Shows that many instances are one service (`npm run check:cluster`): three processes on one PostgreSQL and one Redis,
// under load, of which one is killed and one is drained; then PostgreSQL itself is stopped and started. It takes half a
// minute, says what it saw, and fails when a promise was broken.
import { setTimeout as pause } from 'node:timers/promises';
import { issueToken } from '../../src/security/issue-token.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';
import { caller } from './calls.ts';
import { endInstances, startInstance } from './instance.ts';
import type { Instance } from './instance.ts';
import { startLoad } from './load.ts';
import type { Ledger } from './load.ts';
import { checkAnswers, checkLedger, tally } from './verdict.ts';

const SECRET = 'a-secret-for-a-cluster-that-is-long-enough';
const CALM_MS = 4000;
const OUTAGE_MS = 3000;
const RECOVERY_MS = 5000;

const faults: string[] = [];
const say = (text: string): void =>
  console.log(`${(performance.now() / 1000).toFixed(1).padStart(5)} s  ${text}`);

// As it is in production: what is acknowledged is on the disk.
const postgres = await startCluster({ settings: [] });
const redis = hasRedis ? await startRedis() : undefined;
if (redis === undefined) say('Not run: shared rate limits, for there is no redis-server on this machine');
try {
  await run();
} finally {
  endInstances();
  await redis?.stop();
  await postgres.remove();
}
for (const fault of faults) console.error(`  - ${fault}`);
say(faults.length === 0 ? 'Every promise was kept.' : 'Broken, as above.');
if (faults.length > 0) process.exitCode = 1;

async function run(): Promise<void> {
  const environment = {
    DATABASE_URL: postgres.url,
    AUTH_JWT_SECRET: SECRET,
    RATE_LIMIT_REQUESTS: '1000000000',
    SHUTDOWN_TIMEOUT_SECONDS: '10',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  };
  // At once, on an empty database: one of them migrates it, whichever comes first.
  const [one, two, three] = await Promise.all(
    ['one', 'two', 'three'].map((name) => startInstance(name, environment)),
  );
  if (one === undefined || two === undefined || three === undefined) return;
  let instances: Instance[] = [one, two, three];
  say('Three instances are ready, started at once on an empty database');

  const key = new TextEncoder().encode(SECRET);
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const scope = 'tasks:read tasks:write';
  const token = await issueToken(key, { ...names, sub: 'alice', scope, lifetimeSeconds: 600 });
  const call = caller(() => instances, token);
  const ledger: Ledger = { created: new Map(), counted: new Map(), faults };
  const stopLoad = await startLoad(call, ledger);

  await pause(CALM_MS);
  say(`Load on three: ${tally(call.attempts)}`);
  await one.end('SIGKILL');
  say('Killed the first (kill -9)');
  // Its clients go on asking it for a while, as they do until a load balancer has noticed.
  await pause(CALM_MS);
  instances = [two, three];
  const drained = await two.end('SIGTERM');
  say(`Drained the second, which ended with ${drained}`);
  if (drained !== 0) faults.push(`A drained instance ended with ${drained}`);
  await pause(CALM_MS / 2);
  instances = [three];
  instances = [
    three,
    ...(await Promise.all(['four', 'five'].map((name) => startInstance(name, environment)))),
  ];
  say(`Two new ones have taken their places: ${tally(call.attempts)}`);
  await pause(CALM_MS);
  faults.push(...checkAnswers(call.attempts));

  const before = call.attempts.length;
  await postgres.stop('at once');
  say('Stopped PostgreSQL, without a clean end');
  await pause(OUTAGE_MS);
  await postgres.start();
  const startedAt = performance.now();
  say('Started PostgreSQL again');
  await pause(RECOVERY_MS);
  await stopLoad();
  const during = call.attempts.slice(before);
  say(`While it was away and after: ${tally(during)}`);
  faults.push(...checkAnswers(during));
  for (const instance of instances) {
    const first = during.find(
      (attempt) =>
        attempt.instance === instance && attempt.startedAt > startedAt && attempt.answer?.status === 200,
    );
    const wait = first === undefined ? Infinity : first.endedAt - startedAt;
    say(`Instance ${instance.name} served again after ${Math.round(wait)} ms`);
    if (wait > RECOVERY_MS) faults.push(`${instance.name} did not serve again within ${RECOVERY_MS} ms`);
  }

  if (redis !== undefined) {
    for (const { name, url } of instances) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      if (!metrics.includes('\nrate_limits_shared 1\n'))
        faults.push(`${name} does not share its rate limits`);
    }
  }
  faults.push(...(await checkLedger(call, ledger)));
  const counted = [...ledger.counted.values()].reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  say(
    `Held to the database: ${ledger.created.size} creates and ${counted} conditional updates that were acknowledged`,
  );
  for (const instance of instances) {
    const code = await instance.end('SIGTERM');
    if (code !== 0) faults.push(`${instance.name} ended with ${code}`);
  }
}
