// Proves that every secret and the certificate can be rotated without a failed request (`npm run check:rotation`). A process
// serves HTTPS, with its secrets in files as Kubernetes mounts them, and with verified TLS to a real PostgreSQL and
// Redis. Under load, the secrets and the certificate change one after another. The check takes half a minute, and fails
// if a request fails, if a change does not take effect, or if a removed secret still works.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Redis } from 'ioredis';
import { Webhook } from 'standardwebhooks';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { issueToken } from '../../src/security/issue-token.ts';
import { createAuthority } from '../../tests/support/certificates.ts';
import { cleanUp, serve } from '../../tests/support/child-process.ts';
import type { RunningService } from '../../tests/support/child-process.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { withClient } from '../../tests/support/postgres/databases.ts';
import { serveTls } from '../../tests/support/postgres/serve-tls.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { startWebhookReceiver } from '../../tests/support/webhook-receiver.ts';
import type { ReceivedRequest } from '../../tests/support/webhook-receiver.ts';
import { check, finish, print } from '../report.ts';
import { mountSecret } from './mounted-secret.ts';

readArguments(
  'npm run check:rotation -- [--help | --version]\n  rotates every secret and the certificate of a service under load',
  {},
);

/** The number of users. Each has one request in progress, so more users need more database connections. */
const [USERS, MORE_USERS] = [8, 16];
const MAX_RENEWAL_MS = 15_000;
const secrets = ['the-first-secret-of-this-rotation', 'the-second-secret-of-this-rotation'] as const;

const authority = createAuthority();
setDefaultCACertificates([...getCACertificates(), authority.certificate]);
const folder = temporaryFolder();
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, authority.certificate);

const postgres = await startCluster({ settings: [] });
const redis = hasRedis ? await startTlsRedis() : undefined;
if (redis === undefined) print('Skipped the Redis password: redis-server is not installed');
try {
  await preparePostgres();
  await run();
} finally {
  await redis?.stop();
  await postgres.remove();
  await cleanUp();
  rmSync(folder, { recursive: true, force: true });
}
finish();

async function run(): Promise<void> {
  const [first, second] = secrets;
  const certificate = authority.issue();
  const mounted = mountSecret(temporaryFolder(), {
    AUTH_JWT_SECRET: first,
    AUTH_JWT_SECRET_PREVIOUS: '',
    METRICS_TOKEN: 'the-first-metrics-token',
    WEBHOOK_SECRET_KEY: first,
    WEBHOOK_SECRET_KEY_PREVIOUS: '',
    DATABASE_URL: databaseUrl('one'),
    REDIS_URL: redis?.urlFor('one') ?? '',
    'tls.crt': certificate.certificate,
    'tls.key': certificate.key,
  });
  const service = await serve({
    NODE_ENV: 'production',
    PORT: '0',
    NODE_EXTRA_CA_CERTS: caFile,
    AUTH_JWT_SECRET_FILE: mounted.path('AUTH_JWT_SECRET'),
    AUTH_JWT_SECRET_PREVIOUS_FILE: mounted.path('AUTH_JWT_SECRET_PREVIOUS'),
    METRICS_TOKEN_FILE: mounted.path('METRICS_TOKEN'),
    WEBHOOK_SECRET_KEY_FILE: mounted.path('WEBHOOK_SECRET_KEY'),
    WEBHOOK_SECRET_KEY_PREVIOUS_FILE: mounted.path('WEBHOOK_SECRET_KEY_PREVIOUS'),
    WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8',
    DATABASE_URL_FILE: mounted.path('DATABASE_URL'),
    ...(redis === undefined ? {} : { REDIS_URL_FILE: mounted.path('REDIS_URL') }),
    TLS_CERT_FILE: mounted.path('tls.crt'),
    TLS_KEY_FILE: mounted.path('tls.key'),
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '100000000',
  });
  print(`Started ${service.url}, with verified TLS to PostgreSQL${redis === undefined ? '' : ' and Redis'}`);

  /** The credentials that the clients currently use. */
  const used = { tokens: await tokensOf(first), metricsToken: 'the-first-metrics-token' };
  const { certificate: cert, key } = authority.issue();
  const receiver = await startWebhookReceiver(undefined, { cert, key });
  const webhook = await sendTo(service, used.tokens[0], '/webhooks', {
    // The load restores no tasks, so this webhook receives only test events. Events for all changes would exceed its
    // limit.
    ...{ url: receiver.url, events: ['task.restored'] },
  });
  const load = startLoad(service, used, webhook);
  await pause(1000);

  // Rotates the secret that verifies tokens.
  const [old = ''] = used.tokens;
  await renewal(service, 'AUTH_JWT_SECRET_FILE', () => {
    mounted.update({ AUTH_JWT_SECRET_PREVIOUS: second });
  });
  used.tokens = await tokensOf(second);
  await renewal(service, 'AUTH_JWT_SECRET_FILE', () => {
    mounted.update({ AUTH_JWT_SECRET: second, AUTH_JWT_SECRET_PREVIOUS: first });
  });
  check('A token signed with the previous secret is accepted', (await statusOf(service, old)) === 200);
  await renewal(service, 'AUTH_JWT_SECRET_FILE', () => {
    mounted.update({ AUTH_JWT_SECRET_PREVIOUS: '' });
  });
  check('A token signed with the removed secret is rejected', (await statusOf(service, old)) === 401);

  // Rotates the database password twice: first in the database and then in the file, then in the reverse order.
  await renewal(service, 'DATABASE_URL_FILE', async () => {
    await setPassword('two');
    load.add(USERS, MORE_USERS);
    await pause(1000);
    mounted.update({ DATABASE_URL: databaseUrl('two') });
  });
  await renewal(service, 'DATABASE_URL_FILE', async () => {
    mounted.update({ DATABASE_URL: databaseUrl('three') });
    await untilCount(service, 'file rejected: the previous value stays in use', 'DATABASE_URL_FILE', 1);
    await setPassword('three');
  });

  if (redis !== undefined) {
    await renewal(service, 'REDIS_URL_FILE', async () => {
      await redis.setPassword('one', 'two');
      mounted.update({ REDIS_URL: redis.urlFor('two') });
    });
    check(
      'Rate limits are shared throughout',
      !service.logged().some(({ message }) => String(message).startsWith('rate limits are')),
    );
  }

  await renewal(service, 'METRICS_TOKEN_FILE', () => {
    mounted.update({ METRICS_TOKEN: 'the-second-metrics-token,the-first-metrics-token' });
  });
  used.metricsToken = 'the-second-metrics-token';
  await pause(500);
  await renewal(service, 'METRICS_TOKEN_FILE', () => {
    mounted.update({ METRICS_TOKEN: 'the-second-metrics-token' });
  });

  load.testWebhook();
  await pause(1000);
  // Rotates the key from which webhook secrets are derived. Until the secret itself is rotated, the first secret signs all
  // requests.
  await renewal(service, 'WEBHOOK_SECRET_KEY_FILE', () => {
    mounted.update({ WEBHOOK_SECRET_KEY_PREVIOUS: second });
  });
  await renewal(service, 'WEBHOOK_SECRET_KEY_FILE', () => {
    mounted.update({ WEBHOOK_SECRET_KEY: second, WEBHOOK_SECRET_KEY_PREVIOUS: first });
  });
  const rotated = await sendTo(service, used.tokens[0], `/webhooks/${webhook.id}/rotate-secret`);
  const untilRotation = receiver.requests.length;
  check(
    `The first secret verifies all ${untilRotation} events before the rotation`,
    untilRotation > 0 && receiver.requests.every((request) => isSigned(request, webhook.secret)),
  );
  await renewal(service, 'WEBHOOK_SECRET_KEY_FILE', () => {
    mounted.update({ WEBHOOK_SECRET_KEY_PREVIOUS: '' });
  });
  const untilRemoval = receiver.requests.length;
  await pause(2000);
  // After this pause, all attempts that began before the removal have arrived.
  const later = receiver.requests.slice(untilRemoval).filter((request) => isSigned(request, rotated.secret));
  check(
    'The webhook secret from the new key verifies later events, and the one from the removed key does not',
    later.length > 0 && !isSigned(receiver.requests.at(-1), webhook.secret),
  );

  const before = await serialOf(service);
  await renewal(service, 'TLS_CERT_FILE', () => {
    const next = authority.issue();
    mounted.update({ 'tls.crt': next.certificate, 'tls.key': next.key });
  });
  check('New connections get the new certificate', (await serialOf(service)) !== before);

  await pause(1000);
  const { requests, scrapes, failed } = await load.stop();
  await receiver.close();
  for (const failure of failed.slice(0, 5)) print(`  ${failure}`);
  check(`${requests} requests and ${scrapes} scrapes, ${failed.length} failed`, failed.length === 0);
  const output = JSON.stringify(service.logged());
  check(
    'The log contains no secret',
    ![...secrets, 'metrics-token', ':two@', ':three@'].some((text) => output.includes(text)),
  );
  service.kill('SIGTERM');
  check('The service stops cleanly', (await service.exited) === 0);
}

/** Sends a request that must succeed, and returns the webhook in the response. */
async function sendTo(
  { url }: RunningService,
  token: string | undefined,
  path: string,
  body?: object,
): Promise<{ id: string; secret: string }> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path} returned ${response.status}: ${await response.text()}`);
  return (await response.json()) as { id: string; secret: string };
}

/** Whether one of the signatures of a webhook request was made with this secret. */
function isSigned(request: ReceivedRequest | undefined, secret: string): boolean {
  if (request === undefined) return false;
  try {
    new Webhook(secret).verify(request.body, request.headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

/** Makes a change, and waits until the service uses it. Reports how long that took. */
async function renewal(
  service: RunningService,
  name: string,
  change: () => void | Promise<void>,
): Promise<void> {
  const message = 'renewed from a file';
  const before = countOf(service, message, name);
  const start = performance.now();
  await change();
  const isRenewed = await untilCount(service, message, name, before + 1);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  check(isRenewed ? `${name} was renewed within ${seconds} s` : `${name} was not renewed`, isRenewed);
}

function countOf(service: RunningService, message: string, name: string): number {
  return service.logged().filter((line) => line['message'] === message && line['name'] === name).length;
}

async function untilCount(
  service: RunningService,
  message: string,
  name: string,
  count: number,
): Promise<boolean> {
  const deadline = performance.now() + MAX_RENEWAL_MS;
  while (countOf(service, message, name) < count) {
    if (performance.now() > deadline) return false;
    await pause(20);
  }
  return true;
}

/**
 * Sends requests until it is stopped: each user creates and lists tasks, and one client scrapes the metrics. On request,
 * another client tests the webhook.
 */
function startLoad(
  { url }: RunningService,
  used: { tokens: readonly string[]; metricsToken: string },
  webhook: { id: string },
) {
  const failed: string[] = [];
  const counts = { requests: 0, scrapes: 0 };
  let isOver = false;

  async function send(path: string, token = '', body?: string): Promise<void> {
    try {
      const response = await fetch(`${url}${path}`, {
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      const text = await response.text();
      if (!response.ok) failed.push(`${path} returned ${response.status}: ${text}`);
    } catch (error) {
      failed.push(`${path}: ${String(error)}`);
    }
  }
  async function use(user: number): Promise<void> {
    while (!isOver) {
      await send('/tasks', used.tokens[user], '{"title":"During the rotation"}');
      await send('/tasks?limit=5', used.tokens[user]);
      counts.requests += 2;
    }
  }
  async function scrape(): Promise<void> {
    while (!isOver) {
      await send('/metrics', used.metricsToken);
      counts.scrapes += 1;
      await pause(100);
    }
  }
  async function testWebhook(): Promise<void> {
    while (!isOver) {
      await send(`/webhooks/${webhook.id}/test`, used.tokens[0], '');
      await pause(100);
    }
  }
  const loops = [scrape()];
  const add = (from: number, to: number): void => {
    for (let user = from; user < to; user += 1) loops.push(use(user));
  };
  add(0, USERS);
  return {
    add,
    testWebhook: () => void loops.push(testWebhook()),
    async stop() {
      isOver = true;
      await Promise.all(loops);
      return { ...counts, failed };
    },
  };
}

/** A token for each user. */
function tokensOf(secret: string): Promise<string[]> {
  const names = { issuer: 'task-manager-api', audience: 'task-manager-api' };
  const key = new TextEncoder().encode(secret);
  const scope = 'tasks:read tasks:write webhooks:manage';
  return Promise.all(
    Array.from({ length: MORE_USERS }, (_, user) =>
      issueToken(key, { ...names, sub: `user-${user}`, scope, lifetimeSeconds: 600 }),
    ),
  );
}

async function statusOf({ url }: RunningService, token: string): Promise<number> {
  const response = await fetch(`${url}/tasks`, { headers: { Authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}

function serialOf({ url }: RunningService): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

async function preparePostgres(): Promise<void> {
  writeFileSync(
    join(postgres.folder, 'data', 'pg_hba.conf'),
    'host all postgres 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n',
  );
  await serveTls(postgres, authority.issue());
  await withClient(postgres.url, async (admin) => {
    await admin.query("create role tasks login password 'one'");
    await admin.query('create database tasks owner tasks');
  });
}

async function setPassword(password: string): Promise<void> {
  await withClient(postgres.url, (admin) => admin.query(`alter role tasks password '${password}'`));
}

function databaseUrl(password: string): string {
  const { port } = new URL(postgres.url);
  const parameters = new URLSearchParams({ sslmode: 'verify-full', sslrootcert: caFile });
  return `postgres://tasks:${password}@127.0.0.1:${port}/tasks?${parameters}`;
}

async function startTlsRedis() {
  const { certificate, key } = authority.issue();
  for (const [name, text] of Object.entries({ certificate, key }))
    writeFileSync(join(folder, `${name}.pem`), text);
  const port = await freePort();
  const server = await startRedis(
    await freePort(),
    ...['--tls-port', String(port), '--tls-auth-clients', 'no', '--tls-ca-cert-file', caFile],
    ...['--tls-cert-file', join(folder, 'certificate.pem'), '--tls-key-file', join(folder, 'key.pem')],
    ...['--requirepass', 'one'],
  );
  return {
    urlFor: (password: string) => `rediss://:${password}@localhost:${port}`,
    async setPassword(from: string, to: string) {
      const admin = new Redis({ port: server.port, host: '127.0.0.1', password: from });
      await admin.config('SET', 'requirepass', to);
      admin.disconnect();
    },
    stop: () => server.stop(),
  };
}
