// Compares the Kubernetes manifests with the application, the image and the contract.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { load, loadAll } from 'js-yaml';
import { readConfig } from '../../src/config.ts';
import { contract } from '../support/contract.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const dockerfile = read('Dockerfile');
const variables = Object.keys(parseEnv(read('.env.example')));

type Labels = Readonly<Record<string, string>>;
interface Env {
  readonly name: string;
  readonly value?: string;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}
interface Volume {
  readonly name: string;
  readonly secret?: {
    readonly secretName: string;
    readonly defaultMode: number;
    readonly items: readonly { readonly key: string; readonly path: string }[];
  };
}
interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly Env[];
  readonly securityContext?: object;
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Pod {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly topologySpreadConstraints?: readonly {
    readonly labelSelector: { readonly matchLabels: Labels };
  }[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: {
    readonly selector?: Labels & { readonly matchLabels?: Labels };
    readonly podSelector?: { readonly matchLabels?: Labels };
    readonly template?: { readonly metadata?: { readonly labels: Labels }; readonly spec: Pod };
    readonly replicas?: number;
    readonly strategy?: object;
    readonly progressDeadlineSeconds?: number;
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests: { readonly storage: string } };
    readonly ports?: readonly { readonly targetPort: string }[];
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly maxReplicas?: number;
    readonly minReplicas?: number;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly ports: readonly { readonly port: string | number }[] }[];
    readonly egress?: unknown;
  };
}

/** The manifests in a directory, without the kustomization. */
function manifests(folder: string): Manifest[] {
  const files = readdirSync(new URL(`deploy/${folder}/`, root)).filter((name) => name.endsWith('.yaml'));
  return files
    .filter((name) => name !== 'kustomization.yaml')
    .flatMap((name) => loadAll(read(`deploy/${folder}/${name}`)) as Partial<Manifest>[])
    .map((one) => ({ spec: {}, ...one }) as Manifest);
}

const [base, sqlite, postgres] = [manifests('base'), manifests('sqlite'), manifests('postgres')];
const components = ['issuer', 'webhooks'].map((name) => `components/${name}`);
const all = [...base, ...sqlite, ...postgres, ...components.flatMap(manifests)];

function only(list: readonly Manifest[], kind: string): Manifest {
  const found = list.filter((one) => one.kind === kind);
  if (found.length !== 1) throw new Error(`Expected one ${kind}, but found ${found.length}`);
  return found[0]!;
}

const deployment = only(base, 'Deployment');
const pod = deployment.spec.template!.spec;
const api = pod.containers[0]!;
const job = only(postgres, 'Job').spec.template!;
const podLabels = [deployment.spec.template!.metadata!.labels, job.metadata!.labels];

/** The variables that an environment file in deploy/ sets. */
const environment = (path: string) => parseEnv(read(path)) as Record<string, string>;
const baseSettings = environment('deploy/base/config.env');
const settings = {
  ...baseSettings,
  ...environment('deploy/postgres/config.env'),
  ...environment('deploy/components/webhooks/config.env'),
};

/** The keys of the secret by the paths at which a pod mounts them. */
function mountedKeys(...pods: readonly Pod[]): Map<string, string> {
  const mounts = pods.flatMap(({ containers }) =>
    containers.flatMap(({ volumeMounts = [] }) => volumeMounts),
  );
  const volumes = pods.flatMap((one) => one.volumes ?? []);
  return new Map(
    volumes.flatMap(({ name, secret }) => {
      const folder = mounts.find((mount) => mount.name === name)?.mountPath;
      return secret?.items.map(({ key, path }) => [`${folder}/${path}`, key] as const) ?? [];
    }),
  );
}

const contents: Readonly<Record<string, string>> = {
  AUTH_JWT_SECRET: 'x'.repeat(32),
  METRICS_TOKEN: 'a-token-for-the-metrics',
  DATABASE_URL: 'postgres://tasks:secret@postgres/tasks',
  REDIS_URL: 'rediss://:secret@redis',
  WEBHOOK_SECRET_KEY: 'y'.repeat(32),
};

/** Settings as a pod sees them: each variable for a file names an existing file with valid contents. */
function inPod(given: Readonly<Record<string, string>>): Record<string, string> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(contents)) writeFileSync(`${folder}/${name}`, text);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replace(/^\/run\/secrets\/\w+/, folder)]),
  );
}
afterAll(removeTemporaryFolders);

describe('the manifests', () => {
  test('set only variables that the configuration defines', () => {
    const named = all.flatMap(
      (one) => one.spec.template?.spec.containers.flatMap(({ env = [] }) => env) ?? [],
    );
    expect(named.length).toBeGreaterThanOrEqual(3);
    for (const { name } of [...named, ...Object.keys(settings).map((key) => ({ name: key }))]) {
      expect(variables).toContain(name);
    }
  });

  test('set only valid values', () => {
    const plain = sqlite.flatMap(
      (one) => one.spec.template?.spec.containers.flatMap(({ env = [] }) => env) ?? [],
    );
    const production = { NODE_ENV: 'production' };
    const values = Object.fromEntries(plain.map(({ name, value = '' }) => [name, value]));
    expect(() => readConfig({ ...production, ...inPod({ ...baseSettings, ...values }) })).not.toThrow();
    const { database, redisUrl } = readConfig({ ...production, ...inPod(settings) });
    expect([database.url, redisUrl]).toEqual([contents['DATABASE_URL'], contents['REDIS_URL']]);
    // Redis is optional.
    expect(() => readConfig({ ...production, ...inPod({ ...settings, REDIS_URL_FILE: '' }) })).not.toThrow();
  });

  test('configure a service with an issuer instead of a secret', () => {
    const issuer = {
      ...inPod(baseSettings),
      NODE_ENV: 'production',
      AUTH_JWT_SECRET_FILE: '',
      AUTH_JWT_SECRET_PREVIOUS_FILE: '',
      AUTH_JWKS_URL: 'https://login.example/keys',
    };
    expect(readConfig(issuer).auth.key).toEqual({ jwksUrls: [new URL('https://login.example/keys')] });
    expect(() => readConfig({ ...issuer, AUTH_JWKS_URL: '' })).toThrow('is required in production');
  });

  test('mount every secret as a file, and contain none as a value', () => {
    const own = [pod, only(postgres, 'Deployment').spec.template!.spec];
    const keys = mountedKeys(...own);
    const named = Object.entries(settings).filter(([name]) => name.endsWith('_FILE'));
    expect(named.map(([name, path]) => [name, keys.get(path)])).toEqual(
      named.map(([name]) => [name, name.replace(/_FILE$/, '')]),
    );
    expect(named.map(([name]) => name.replace(/_FILE$/, '')).sort()).toEqual([...keys.values()].sort());
    // The service does not see the credentials of the migration.
    expect([...keys.values()]).not.toContain('MIGRATION_DATABASE_URL');
    const [variable] = job.spec.containers[0]?.env ?? [];
    expect(variable?.name).toBe('DATABASE_URL_FILE');
    expect(mountedKeys(job.spec).get(variable?.value ?? '')).toBe('MIGRATION_DATABASE_URL');

    for (const { secret } of [...own, job.spec].flatMap(({ volumes = [] }) => volumes)) {
      if (secret !== undefined)
        expect([secret.secretName, secret.defaultMode]).toEqual(['task-manager-api', 0o440]);
    }
    expect([pod.securityContext, job.spec.securityContext]).toEqual([
      expect.objectContaining({ fsGroup: 65_532 }),
      expect.objectContaining({ fsGroup: 65_532 }),
    ]);
    const values = [
      ...Object.entries(settings),
      ...all.flatMap((one) =>
        (one.spec.template?.spec.containers ?? []).flatMap(({ env = [] }) =>
          env.map(({ name, value = '' }) => [name, value] as const),
        ),
      ),
    ];
    for (const [name, value] of values) {
      if (/^(?:AUTH_JWT_SECRET|METRICS_TOKEN|REDIS_URL|DATABASE_URL|WEBHOOK_SECRET_KEY)/.test(name))
        expect([name, value]).toEqual([name, expect.stringMatching(/^(?:\/run\/secrets\/|sqlite:)/)]);
    }
    expect(all.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('probe public operations of the contract', () => {
    const probes = [api.startupProbe, api.readinessProbe, api.livenessProbe].map((probe) => probe?.httpGet);
    expect(probes.map((probe) => probe?.path)).toEqual(['/health/live', '/health/ready', '/health/live']);
    for (const probe of probes) {
      const operation = contract.operations.find(
        ({ path, method }) => path === probe?.path && method === 'GET',
      );
      expect(operation?.access).toEqual({ kind: 'public' });
      expect(probe?.port).toBe('http');
    }
  });

  test('use the port that the image listens on', () => {
    const port = Number(/^EXPOSE (\d+)$/m.exec(dockerfile)?.[1]);
    expect(api.ports).toEqual([{ name: 'http', containerPort: port }]);
    expect(readConfig({}).port).toBe(port);
    for (const { targetPort } of only(base, 'Service').spec.ports ?? []) expect(targetPort).toBe('http');
    const ingress = base.find(({ metadata }) => metadata.name === 'api-ingress');
    expect(ingress?.spec.ingress?.flatMap(({ ports }) => ports.map(({ port: name }) => name))).toEqual([
      'http',
    ]);
  });

  test('run as the user of the image, without further privileges', () => {
    const user = Number(/^USER (\d+):\d+$/m.exec(dockerfile)?.[1]);
    for (const { serviceAccountName, automountServiceAccountToken, ...others } of [pod, job.spec]) {
      const { securityContext, containers } = others;
      expect(serviceAccountName).toBe(only(base, 'ServiceAccount').metadata.name);
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: user,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
    expect(only(base, 'Namespace').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  test('give a pod enough time to shut down', () => {
    const delay = Number(settings['SHUTDOWN_DELAY_SECONDS']);
    const timeout = Number(settings['SHUTDOWN_TIMEOUT_SECONDS']);
    expect(delay).toBeGreaterThanOrEqual(5);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(delay + timeout + 5);
  });

  test('select existing pods, and the service selects only those of the API', () => {
    const isOf = (labels: Labels, selector: Labels) =>
      Object.entries(selector).every(([name, value]) => labels[name] === value);
    const selectors = all.flatMap(({ kind, spec }) => [
      ...(kind === 'Service' && spec.selector ? [spec.selector as Labels] : []),
      ...(spec.selector?.matchLabels ? [spec.selector.matchLabels] : []),
      ...(spec.podSelector?.matchLabels ? [spec.podSelector.matchLabels] : []),
      ...(spec.template?.spec.topologySpreadConstraints?.map((one) => one.labelSelector.matchLabels) ?? []),
    ]);
    expect(selectors.length).toBeGreaterThan(7);
    for (const selector of selectors) expect(podLabels.some((labels) => isOf(labels, selector))).toBe(true);
    const service = only(base, 'Service').spec.selector as Labels;
    expect(podLabels.map((labels) => isOf(labels, service))).toEqual([true, false]);
  });

  test('deny all other traffic', () => {
    const deny = base.find(({ metadata }) => metadata.name === 'default-deny');
    expect(deny?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect([...base, ...sqlite].filter(({ spec }) => spec.egress !== undefined)).toEqual([]);
  });
});

describe('with SQLite', () => {
  test('runs exactly one pod, which stops before its successor starts', () => {
    const { replicas, strategy, template } = only(sqlite, 'Deployment').spec;
    expect([replicas, strategy]).toEqual([1, { type: 'Recreate' }]);
    expect(only(sqlite, 'PersistentVolumeClaim').spec.accessModes).toEqual(['ReadWriteOncePod']);
    expect(sqlite.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'PersistentVolumeClaim']);
    const { env = [], volumeMounts = [] } = template!.spec.containers[0]!;
    const url = env.find(({ name }) => name === 'DATABASE_URL')?.value;
    // The data directory of the image belongs to its user.
    expect(dockerfile).toContain('chown 65532:0 /image/volume/data');
    expect(url).toBe(`sqlite:${volumeMounts.find(({ name }) => name === 'tasks')?.mountPath}/tasks.db`);
  });

  test('allows more time for the rollout than for the migration when the pod starts', () => {
    const { progressDeadlineSeconds = 0, template } = only(sqlite, 'Deployment').spec;
    const { failureThreshold } = template!.spec.containers[0]!.startupProbe!;
    const { periodSeconds } = api.startupProbe!;
    expect(progressDeadlineSeconds).toBeGreaterThan(failureThreshold * periodSeconds);
  });

  test('requests a volume with space for a full database and its backup', () => {
    const { env = [] } = only(sqlite, 'Deployment').spec.template!.spec.containers[0]!;
    const maxMegabytes = Number(env.find(({ name }) => name === 'DATABASE_MAX_MB')?.value);
    const { requests } = only(sqlite, 'PersistentVolumeClaim').spec.resources!;
    const gibibytes = Number(/^(\d+)Gi$/.exec(requests.storage)?.[1]);
    expect(2 * maxMegabytes).toBeLessThan(gibibytes * 1024);
  });

  test('restores with the image, user and database of the deployment', () => {
    const restoring = only(manifests('sqlite/restore'), 'Pod').spec as Manifest['spec'] & Pod;
    const [container] = restoring.containers;
    expect(container).toMatchObject({ image: api.image, args: ['restore', '-'], stdin: true });
    expect(container?.securityContext).toEqual(api.securityContext);
    expect(restoring.securityContext).toEqual(pod.securityContext);
    const { env = [], volumeMounts = [] } = only(sqlite, 'Deployment').spec.template!.spec.containers[0]!;
    expect(env).toEqual(expect.arrayContaining([...(container?.env ?? [])]));
    expect(container?.volumeMounts).toEqual(expect.arrayContaining([...volumeMounts]));
    const images = ['sqlite', 'sqlite/restore'].map(
      (folder) => (load(read(`deploy/${folder}/kustomization.yaml`)) as { images: unknown }).images,
    );
    expect(images[0]).toEqual(images[1]);
  });
});

describe('with PostgreSQL', () => {
  test('keeps all replicas available during an update, and leaves their number to the autoscaler', () => {
    const { replicas, strategy } = only(postgres, 'Deployment').spec;
    expect(replicas).toBeUndefined();
    expect(strategy).toMatchObject({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } });
    const { scaleTargetRef, minReplicas } = only(postgres, 'HorizontalPodAutoscaler').spec;
    expect(scaleTargetRef).toMatchObject({ kind: 'Deployment', name: deployment.metadata.name });
    expect(minReplicas).toBeGreaterThanOrEqual(2);
  });

  test('migrates the database in a job that runs the image of the service', () => {
    expect(settings['DATABASE_MIGRATE_AT_START']).toBe('false');
    const { image, command, args = [] } = job.spec.containers[0]!;
    expect([image, command, args]).toEqual([api.image, undefined, ['migrate']]);
    expect(existsSync(new URL(`src/commands/${args[0]}.ts`, root))).toBe(true);
  });
});
