// The testbed: two instances of the service with everything that they depend on. Each connection to a dependency passes
// through Toxiproxy.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { startOtlpReceiver } from '../../tests/support/otlp-receiver.ts';
import { startCluster } from '../../tests/support/postgres/cluster.ts';
import { hasRedis, startRedis } from '../../tests/support/redis.ts';
import { startWebhookReceiver } from '../../tests/support/webhook-receiver.ts';
import { endInstances, startInstance } from '../cluster/instance.ts';
import type { Instance } from '../cluster/instance.ts';
import { startIssuer } from '../fairness/issuer.ts';
import { find } from '../observability/programs.ts';
import { startStack } from '../observability/stack.ts';
import type { Stack } from '../observability/stack.ts';
import { startToxiproxy } from './toxiproxy.ts';
import type { Proxy } from './toxiproxy.ts';

/** The two instances of the service. */
export type InstanceName = 'one' | 'two';

type Environment = Readonly<Record<string, string>>;

/** How the instances run in an experiment. */
export interface Setup {
  /** Environment variables that replace the defaults of the testbed. */
  readonly environments?: Partial<Record<InstanceName, Environment>>;
  /** The instances that get requests. By default both. */
  readonly targets?: readonly InstanceName[];
  /** The timeout of the clients, in milliseconds. By default 30 seconds. */
  readonly timeoutMs?: number;
  /** Whether the users have webhooks. By default they do. */
  readonly hasWebhooks?: boolean;
}

export interface Testbed {
  readonly postgres: Proxy;
  /** Undefined if Redis is not installed. */
  readonly redis: Proxy | undefined;
  readonly issuer: Proxy;
  readonly receiver: Proxy;
  readonly collector: Proxy;
  /** Undefined if Prometheus or Alertmanager is not installed. */
  readonly stack: Stack | undefined;
  /** An empty directory. */
  readonly folder: string;
  readonly users: readonly User[];
  /** A user without webhooks, whose requests are not measured. */
  readonly heavyUser: User;
  instance(name: InstanceName): Instance;
  /** Restarts the instances whose environment differs. */
  arrange(setup: Setup): Promise<void>;
  /** The ids of the tasks whose creation the receiver was notified of, with the time of the first notification. */
  notified(): ReadonlyMap<string, number>;
  /** The directory of a 64 MB disk, or undefined if this user cannot mount one. */
  smallDisk(): string | undefined;
  stop(): Promise<void>;
}

export interface User {
  readonly name: string;
  readonly token: string;
}

const names = ['one', 'two'] as const;
const userNames = ['ada', 'grace', 'edsger'];

/** The path of libfaketime, which fakes the clock of a process. Undefined if the package faketime is not installed. */
export const faketime = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')[0];

/** Starts the dependencies, their proxies and the instances. */
export async function startTestbed(): Promise<Testbed> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'chaos-'));
  const stops: (() => Promise<void> | void)[] = [
    () => {
      rmSync(folder, { recursive: true });
    },
  ];
  const stop = async (): Promise<void> => {
    endInstances();
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    return await assemble(folder, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  folder: string,
  stops: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Testbed> {
  /** Registers a function that stops a part of the testbed at the end. Returns the part. */
  function keep<T>(started: T, end: (started: T) => Promise<void>): T {
    stops.push(() => end(started));
    return started;
  }

  const toxiproxy = keep(await startToxiproxy(), (started) => started.stop());
  const postgres = keep(await startCluster(), (started) => started.remove());
  const redis = hasRedis ? keep(await startRedis(), (started) => started.stop()) : undefined;
  const issuer = keep(await startIssuer(), (started) => started.stop());
  const receiver = keep(await startWebhookReceiver(), (started) => started.close());
  const collector = keep(await startOtlpReceiver(), (started) => started.close());

  const proxies = {
    postgres: await toxiproxy.proxy('postgres', new URL(postgres.url).host),
    redis: redis && (await toxiproxy.proxy('redis', `127.0.0.1:${redis.port}`)),
    issuer: await toxiproxy.proxy('issuer', new URL(issuer.environment['AUTH_JWKS_URL'] ?? '').host),
    receiver: await toxiproxy.proxy('receiver', `127.0.0.1:${receiver.port}`),
    collector: await toxiproxy.proxy('collector', new URL(collector.url).host),
  };
  const environment: Environment = {
    ...issuer.environment,
    DATABASE_URL: postgres.url.replace(new URL(postgres.url).host, proxies.postgres.host),
    ...(proxies.redis && { REDIS_URL: `redis://${proxies.redis.host}` }),
    AUTH_JWKS_URL: `http://${proxies.issuer.host}/keys`,
    // The minimum, so that cached keys expire within an experiment.
    AUTH_JWKS_MAX_AGE_SECONDS: '30',
    WEBHOOK_SECRET_KEY: 'a key for the secrets of webhooks',
    WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${proxies.collector.host}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_BSP_SCHEDULE_DELAY: '500',
    RATE_LIMIT_REQUESTS: '1000000000',
    RATE_LIMIT_TIME_SECONDS: '1000000',
    RATE_LIMIT_SENT_MB: '100000000',
    LOG_LEVEL: 'info',
  };
  const ports = { one: String(await freePort()), two: String(await freePort()) };
  const instances = new Map<InstanceName, { running: Instance; environment: string }>();

  async function arrange({ environments = {} }: Setup): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const variables = { ...environment, PORT: ports[name], ...environments[name] };
        const text = JSON.stringify(variables);
        const current = instances.get(name);
        if (current?.environment === text) return;
        await current?.running.end('SIGTERM');
        instances.set(name, { running: await startInstance(name, variables), environment: text });
      }),
    );
  }

  function instance(name: InstanceName): Instance {
    const started = instances.get(name);
    if (started === undefined) throw new Error(`The instance ${name} is not running`);
    return started.running;
  }

  await arrange({});
  const users = await Promise.all(userNames.map(async (name) => ({ name, token: await issuer.token(name) })));
  const heavyUser = { name: 'charles', token: await issuer.token('charles') };
  for (const { token } of users) await createWebhook(instance('one').url, token, proxies.receiver.host);
  const hasStack = ['prometheus', 'prometheus-alertmanager'].every((program) => find(program) !== undefined);
  const stack = hasStack
    ? keep(
        await startStack(
          folder,
          names.map((name) => new URL(instance(name).url)),
        ),
        (started) => started.stop(),
      )
    : undefined;

  const notified = new Map<string, number>();
  receiver.behave = ({ body }) => {
    const { data } = JSON.parse(body) as { data: { task: { id: string } } };
    if (!notified.has(data.task.id)) notified.set(data.task.id, performance.now());
    return 204;
  };

  let disk: string | undefined;
  return {
    ...{ ...proxies, stack, folder, users, heavyUser, instance, arrange, stop },
    notified: () => notified,
    smallDisk() {
      if (disk !== undefined) return disk;
      const path = join(folder, 'small-disk');
      mkdirSync(path);
      const mount = ['mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', path];
      const prefix = [[], ['sudo', '-n']].find((words) => isSuccess([...words, ...mount]));
      if (prefix === undefined) return undefined;
      stops.push(() => {
        isSuccess([...prefix, 'umount', '--lazy', path]);
      });
      return (disk = path);
    },
  };
}

function isSuccess([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}

async function createWebhook(url: string, token: string, receiver: string): Promise<void> {
  const response = await fetch(`${url}/webhooks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: `http://${receiver}/hook`, events: ['task.created'] }),
  });
  if (response.status !== 201)
    throw new Error(`POST /webhooks returned ${response.status}: ${await response.text()}`);
}
