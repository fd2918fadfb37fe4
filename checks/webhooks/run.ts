// Checks that webhooks deliver the event of every committed change and no other event (`npm run check:webhooks`). Users
// change tasks, and each has two webhooks: one whose receiver confirms everything, and one whose receiver randomly
// fails, hangs, redirects, resets connections and returns garbage. The service runs first as three instances on
// PostgreSQL: one is killed, one is drained, and the database is stopped. Then it runs on SQLite, where the process is
// killed. At the end, each receiver must have confirmed one event for every acknowledged change, always with the same
// id, and no event for a transaction that was rolled back.
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { readConfig } from '../../src/config.ts';
import { issueToken } from '../../src/security/issue-token.ts';
import { openStorage } from '../../src/storage.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { misbehaviors, startWebhookReceiver } from '../../tests/support/webhook-receiver.ts';
import type { Behavior, ReceivedRequest, WebhookReceiver } from '../../tests/support/webhook-receiver.ts';
import { endInstances, startInstance } from '../cluster/instance.ts';
import type { Instance } from '../cluster/instance.ts';
import { replace, type DisturbedService } from '../cluster/disturbed-service.ts';
import { errors, finish, print } from '../report.ts';
import { type Arrival, type Event, type Ledger, verify } from './ledger.ts';
import { caller, write } from './writer.ts';

const usage =
  'npm run check:webhooks -- [--changes N]\n' +
  '  --changes  number of changes on both databases together (default 1200; 20000 for a long run)';
const { values } = readArguments(usage, { options: { changes: { type: 'string', default: '1200' } } });
const changes = Number(values.changes);
if (!Number.isSafeInteger(changes) || changes < 100) throw new Error('--changes must be at least 100');

const SECRET = 'a-secret-for-the-check-that-is-long-enough';
const USERS = ['ada', 'grace', 'edsger'];
/** The share of requests that the unreliable receivers fail, in percent. */
const FAILURE_PERCENT = 30;
/** How long the deliveries may take after the last change. */
const DRAIN_MS = 90_000;
const program = fileURLToPath(new URL('service.ts', import.meta.url));

async function start({ url }: Pick<DisturbedService, 'url'>, name: string): Promise<Instance> {
  const environment = {
    DATABASE_URL: url,
    AUTH_JWT_SECRET: SECRET,
    WEBHOOK_SECRET_KEY: SECRET,
    WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8',
    RATE_LIMIT_REQUESTS: '1000000000',
    SHUTDOWN_TIMEOUT_SECONDS: '10',
    LOG_LEVEL: 'info',
  };
  return await startInstance(name, environment, program);
}

/** A user's webhook, and the requests to its receiver. */
interface Subscription {
  readonly user: string;
  readonly name: string;
  readonly arrivals: Arrival[];
  readonly behaviors: Map<Behavior, number>;
  readonly receiver: WebhookReceiver;
  secret: string;
}

async function subscribe(user: string, isReliable: boolean): Promise<Subscription> {
  const subscription: Subscription = {
    user,
    name: `${user}, ${isReliable ? 'reliable' : 'unreliable'}`,
    arrivals: [],
    behaviors: new Map(),
    receiver: await startWebhookReceiver((request) => {
      const behavior = isReliable ? 204 : chooseBehavior();
      receive(subscription, request, behavior);
      return behavior;
    }),
    secret: '',
  };
  return subscription;
}

function chooseBehavior(): Behavior {
  const failures: readonly Behavior[] = [...misbehaviors, 301, 404, 429, 500, 503];
  return randomInt(100) < FAILURE_PERCENT ? (failures[randomInt(failures.length)] as Behavior) : 204;
}

function receive(subscription: Subscription, { headers, body }: ReceivedRequest, behavior: Behavior): void {
  const { name, arrivals, behaviors, secret } = subscription;
  behaviors.set(behavior, (behaviors.get(behavior) ?? 0) + 1);
  try {
    const event = new StandardWebhook(secret).verify(body, headers as Record<string, string>) as Event;
    const id = String(headers['webhook-id']);
    // A status of 2xx confirms an event, even if the rest of the response fails.
    const isConfirmed = [204, 'hang-in-body', 'flood'].includes(behavior);
    arrivals.push({ webhook: name, id, body, event, isConfirmed, at: Date.now() });
  } catch (error) {
    errors.push(`${name}: a request could not be verified: ${String(error)}`);
  }
}

async function checkService(service: DisturbedService, quota: number): Promise<void> {
  print(`${service.name}: ${quota} changes`);
  const key = new TextEncoder().encode(SECRET);
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const scope = 'tasks:read tasks:write webhooks:manage';
  const ledgers = new Map<string, Ledger>();
  const subscriptions: Subscription[] = [];
  const calls = new Map<string, ReturnType<typeof caller>>();
  for (const user of USERS) {
    const token = await issueToken(key, { ...names, sub: user, scope, lifetimeSeconds: 24 * 60 * 60 });
    const call = caller(() => service.instances, token);
    calls.set(user, call);
    ledgers.set(user, { acknowledged: new Set(), unknown: 0, rolledBack: 0 });
    for (const isReliable of [true, false]) {
      const subscription = await subscribe(user, isReliable);
      const events = ['task.created', 'task.updated', 'task.completed', 'task.deleted', 'task.restored'];
      const reply = await call('POST', '/webhooks', { url: subscription.receiver.url, events });
      if (reply?.status !== 201) throw new Error(`A webhook could not be created: ${JSON.stringify(reply)}`);
      subscription.secret = (reply.body as { secret: string }).secret;
      subscriptions.push(subscription);
    }
  }
  const sum = (of: (ledger: Ledger) => number): number =>
    [...ledgers.values()].reduce((total, ledger) => total + of(ledger), 0);
  const acknowledged = (): number => sum((ledger) => ledger.acknowledged.size);

  const startedAt = performance.now();
  const parts = service.disturb.length + 1;
  for (let part = 1; part <= parts; part += 1) {
    const writing = Promise.all(
      [...calls].flatMap(([user, call]) =>
        [1, 2].map(() =>
          write(call, ledgers.get(user) as Ledger, () => acknowledged() >= (quota * part) / parts),
        ),
      ),
    );
    // Disturbs the service in the middle of the writes.
    await pause(200);
    await service.disturb[part - 1]?.(service);
    await writing;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  print(
    `  ${acknowledged()} changes acknowledged, ${sum((ledger) => ledger.unknown)} without a response, ` +
      `${sum((ledger) => ledger.rolledBack)} rolled back, ${Math.round(acknowledged() / seconds)} per second`,
  );
  await compare(service, subscriptions, ledgers);
  await Promise.all(subscriptions.map(({ receiver }) => receiver.close()));
}

/** Waits until all events are delivered, and compares the receivers with the ledgers and the database. */
async function compare(
  { name: serviceName, url }: DisturbedService,
  subscriptions: readonly Subscription[],
  ledgers: ReadonlyMap<string, Ledger>,
): Promise<void> {
  const config = readConfig({ DATABASE_URL: url, AUTH_JWT_SECRET: SECRET }, { purpose: 'database' });
  const database = await openStorage(config);
  try {
    const startedAt = performance.now();
    const webhooks = () =>
      database.reader.selectFrom('webhook').select(['pending_count', 'status', 'url']).execute();
    while ((await webhooks()).some(({ pending_count: pending }) => pending > 0)) {
      if (performance.now() - startedAt > DRAIN_MS) break;
      await pause(100);
    }
    print(`  waited ${Math.round(performance.now() - startedAt)} ms for deliveries after the last change`);
    for (const { pending_count: pending, status, url: receiver } of await webhooks()) {
      if (pending > 0 || status !== 'enabled')
        errors.push(
          `${serviceName}: the webhook ${receiver} is ${status}, with ${pending} undelivered events`,
        );
    }
    const undelivered = await database.reader
      .selectFrom('webhook_delivery')
      .select('id')
      .where('delivered_at', 'is', null)
      .execute();
    if (undelivered.length > 0) errors.push(`${serviceName}: ${undelivered.length} events are undelivered`);
    const tasks = await database.reader.selectFrom('task').select(['id', 'version']).execute();
    const deleted = await database.reader.selectFrom('deleted_task').select(['id', 'content']).execute();
    const stored = new Map<string, number>([
      ...tasks.map(({ id, version }) => [id, version] as const),
      ...deleted.map(
        ({ id, content }) => [id, (JSON.parse(content ?? '{}') as Event['data']['task']).version] as const,
      ),
    ]);
    const behaviors = new Map<Behavior, number>();
    for (const { name, user, arrivals, behaviors: own } of subscriptions) {
      const { errors: found, figures } = verify(name, ledgers.get(user) as Ledger, arrivals, stored);
      errors.push(...found.map((error) => `${serviceName}, ${error}`));
      for (const [behavior, count] of own) behaviors.set(behavior, (behaviors.get(behavior) ?? 0) + count);
      const { requests, events, duplicates, outOfOrder, medianMs, slowestMs } = figures;
      print(
        `  ${name.padEnd(18)} ${requests} requests for ${events} events, ${duplicates} duplicates, ` +
          `${outOfOrder} out of order, delay ${medianMs} ms (median), ${slowestMs} ms (maximum)`,
      );
    }
    print(`  responses: ${[...behaviors].map(([behavior, count]) => `${behavior} ${count}`).join(', ')}`);
  } finally {
    await database.close();
  }
}

async function onPostgres(): Promise<void> {
  // The default settings, as in production: acknowledged changes are durable.
  const postgres = await startCluster({ settings: [] });
  const restart = async (): Promise<void> => {
    await postgres.stop('immediately');
    await pause(1000);
    await postgres.start();
    print('  PostgreSQL was stopped without a clean shutdown, and then restarted');
  };
  try {
    const { url } = postgres;
    const instances = await Promise.all(['one', 'two', 'three'].map((name) => start({ url }, name)));
    const disturb = [
      replace('SIGKILL', start),
      replace('SIGTERM', start),
      restart,
      replace('SIGKILL', start),
    ];
    await checkService({ name: 'PostgreSQL', url, instances, disturb }, changes / 2);
  } finally {
    endInstances();
    await postgres.remove();
  }
}

async function onSqlite(folder: string): Promise<void> {
  const url = `sqlite:${join(folder, 'tasks.db')}`;
  const kill = replace('SIGKILL', start);
  try {
    const instances = [await start({ url }, 'one')];
    await checkService({ name: 'SQLite', url, instances, disturb: [kill, kill, kill] }, changes / 2);
  } finally {
    endInstances();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
try {
  await onPostgres();
  await onSqlite(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
