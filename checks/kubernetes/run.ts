// Checks the manifests on a real API server (`npm run check:kubernetes`): etcd, the API server, the controllers and the
// scheduler of Kubernetes. Applies the overlays and components, and observes rollouts, an undo, a drained node and the
// autoscaler. The nodes, the CPU usage and the time are simulated.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../../scripts/tools/arguments.ts';
import type { Kustomization } from '../../tests/support/kustomize.ts';
import { removeTemporaryFolders } from '../../tests/support/temporary-folder.ts';
import { find } from '../observability/programs.ts';
import { check, errors, finish, recordError, print, until } from '../report.ts';
import { startControlPlane } from './control-plane.ts';
import type { ControlPlane } from './control-plane.ts';
import { definitionFiles } from './crds.ts';
import { speed, writeManifests } from './manifests.ts';
import { startMetricsApi } from './metrics-api.ts';
import { startNodes } from './nodes.ts';
import type { Nodes } from './nodes.ts';
import { compilePrograms, missingPrograms, programs } from './programs.ts';

readArguments(
  'npm run check:kubernetes -- [--help | --version]\n  applies the manifests to a Kubernetes control plane, which Go compiles once (7 minutes)',
  {},
);
if (find('go') === undefined) {
  console.log('Skipped Kubernetes: its programs are compiled with Go, which is not installed');
  process.exit(0);
}

const deploy = (path: string): string => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));
const namespace = 'task-manager';
const deployment = 'deployment/task-manager-api';
/** Replaces the image's version in the overlay. */
const version = (newTag: string): Kustomization => ({
  images: [{ name: 'ghcr.io/example/task-manager-api', newTag }],
});

interface Cluster extends ControlPlane {
  readonly folder: string;
  readonly nodes: Nodes;
}

/** Runs kubectl in the namespace, and records a failure or a warning. */
async function kubectl({ kubectl: command }: Cluster, what: string, args: readonly string[]): Promise<void> {
  const { code, output } = await command(['--namespace', namespace, ...args]);
  check(what, code === 0, code === 0 ? '' : output.slice(-800));
}

/** Applies an overlay server-side. */
async function apply(cluster: Cluster, overlay: string, options: Kustomization = {}): Promise<void> {
  const file = writeManifests(cluster.folder, overlay, options);
  const { components = [], images = [] } = options;
  const what = [overlay, ...components, ...images.map(({ newTag }) => newTag)].join(', ');
  const args = ['apply', '--server-side', '--force-conflicts', '--filename', file];
  await kubectl(cluster, `accepts ${what} without a warning`, args);
}

/** The applied resources as the API server stores them, without their status and its own bookkeeping. */
async function stored(cluster: Cluster): Promise<string> {
  const file = join(cluster.folder, 'manifests.json');
  const { output } = await cluster.kubectl(['get', '--filename', file, '--output=json']);
  return JSON.stringify(JSON.parse(output), (key, value: unknown) =>
    ['status', 'resourceVersion', 'managedFields', 'deployment.kubernetes.io/revision'].includes(key)
      ? undefined
      : value,
  );
}

const replicas = async ({ call }: Cluster): Promise<number> =>
  (
    (await call('GET', `/apis/apps/v1/namespaces/${namespace}/deployments/task-manager-api`)) as {
      spec: { replicas: number };
    }
  ).spec.replicas;

const spread = (nodes: Nodes): number[] => {
  const counts = ['node-a', 'node-b', 'node-c'].map(
    (node) => nodes.pods().filter((pod) => pod.node === node && !pod.isEnding).length,
  );
  return counts.sort((one, other) => one - other);
};

/** Observes the pods during a change. Checks how many exist, and how many are ready. */
async function observe(
  { nodes }: Cluster,
  what: string,
  { maxPods, minReady }: { readonly maxPods: number; readonly minReady: number },
  work: () => Promise<void>,
): Promise<void> {
  nodes.extremes();
  await work();
  const seen = nodes.extremes();
  check(`${what}: at most ${maxPods} pods exist`, seen.maxPods <= maxPods, `${seen.maxPods}`);
  check(`${what}: at least ${minReady} are ready`, seen.minReady >= minReady, `${seen.minReady}`);
}

async function checkPostgres(cluster: Cluster, use: (millicores: number) => void): Promise<void> {
  const { nodes, call } = cluster;
  await apply(cluster, 'postgres');
  await kubectl(cluster, 'the migration finishes', [
    'wait',
    '--for=condition=complete',
    'job',
    '--selector=app.kubernetes.io/component=migration',
    '--timeout=60s',
  ]);
  await kubectl(cluster, 'the new deployment is scaled', ['scale', deployment, '--replicas=3']);
  await kubectl(cluster, 'the first rollout ends', ['rollout', 'status', deployment, '--timeout=120s']);
  check('three pods are ready', nodes.pods().filter(({ isReady }) => isReady).length === 3);
  check(
    'each pod runs on a different node and in a different zone',
    spread(nodes).join() === '1,1,1',
    spread(nodes).join(', '),
  );
  const before = await stored(cluster);
  await apply(cluster, 'postgres');
  check('applying the same manifests again changes nothing', (await stored(cluster)) === before);

  use(8 * 600);
  await until(
    'the autoscaler reaches its maximum of 8 under load',
    120,
    async () => (await replicas(cluster)) === 8,
  );
  await kubectl(cluster, 'all 8 pods become available', ['rollout', 'status', deployment, '--timeout=120s']);

  await observe(cluster, 'rollout of 8 pods', { maxPods: 10, minReady: 8 }, async () => {
    await apply(cluster, 'postgres', version('1.1.0'));
    await kubectl(cluster, 'the rollout ends', ['rollout', 'status', deployment, '--timeout=240s']);
    await until('the pods of the old version have ended', 120, () =>
      nodes.pods().every(({ image }) => image.endsWith(':1.1.0')),
    );
  });
  const jobs = (await call('GET', `/apis/batch/v1/namespaces/${namespace}/jobs`)) as { items: unknown[] };
  check('the new version has its own migration', jobs.items.length === 2, `${jobs.items.length} jobs`);
  await observe(cluster, 'undo', { maxPods: 10, minReady: 8 }, async () => {
    await kubectl(cluster, 'the undo begins', ['rollout', 'undo', deployment]);
    await kubectl(cluster, 'the undo ends', ['rollout', 'status', deployment, '--timeout=240s']);
    await until('the pods of the new version have ended', 120, () =>
      nodes.pods().every(({ image }) => image.endsWith(':1.0.0')),
    );
  });

  const node = 'node-a';
  const refused = await cluster.kubectl(['drain', node, '--ignore-daemonsets', '--timeout=30s']);
  check('drain names the flag that it requires', refused.output.includes('--delete-emptydir-data'));
  await observe(cluster, 'drain of a node', { maxPods: 11, minReady: 7 }, async () => {
    const flags = ['--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s'];
    await kubectl(cluster, 'the node is drained', ['drain', node, ...flags]);
    await until(
      '8 pods are ready elsewhere',
      120,
      () => nodes.pods().filter((pod) => pod.isReady && !pod.isEnding && pod.node !== node).length === 8,
    );
  });
  await kubectl(cluster, 'the drained node accepts pods again', ['uncordon', node]);
  use(3 * 100);
  await until('the autoscaler returns to 3 without load', 240, async () => (await replicas(cluster)) === 3);
}

async function checkComponents(cluster: Cluster): Promise<void> {
  const common = ['external-secrets', 'issuer', 'monitoring', 'traces', 'webhooks'];
  await apply(cluster, 'postgres', { components: ['backup', 'canary', 'gateway', ...common] });
  await apply(cluster, 'postgres', { components: ['ingress', 'openshift'] });
  await kubectl(cluster, 'accepts the Argo CD application without a warning', [
    'apply',
    '--server-side',
    '--namespace=argocd',
    `--filename=${deploy('argocd/application.yaml')}`,
  ]);
}

/** Changes from PostgreSQL to SQLite with the commands of docs/guides/deployment.md. */
async function checkSqlite(cluster: Cluster): Promise<void> {
  const { call } = cluster;
  await kubectl(cluster, 'the deployment with PostgreSQL is scaled to 0', [
    'scale',
    deployment,
    '--replicas=0',
  ]);
  await kubectl(cluster, 'the pods with PostgreSQL have ended', [
    'wait',
    '--for=delete',
    'pod',
    '--selector=app.kubernetes.io/component=api',
    '--timeout=120s',
  ]);
  await kubectl(cluster, 'the resources of PostgreSQL are removed', [
    'delete',
    'deployment,job,cronjob,horizontalpodautoscaler,poddisruptionbudget,networkpolicy',
    '--selector=app.kubernetes.io/name=task-manager-api',
  ]);
  await apply(cluster, 'sqlite');
  await kubectl(cluster, 'the pod with SQLite becomes available', [
    'rollout',
    'status',
    deployment,
    '--timeout=120s',
  ]);
  const left = await Promise.all(
    ['autoscaling/v2', 'policy/v1'].map(async (group, index) => {
      const resource = ['horizontalpodautoscalers', 'poddisruptionbudgets'][index];
      const { items } = (await call('GET', `/apis/${group}/namespaces/${namespace}/${resource}`)) as {
        items: unknown[];
      };
      return items.length;
    }),
  );
  check('no autoscaler or disruption budget is left', left.join() === '0,0');
  await observe(cluster, 'update with SQLite', { maxPods: 1, minReady: 0 }, async () => {
    await apply(cluster, 'sqlite', version('1.1.0'));
    await kubectl(cluster, 'the update ends', ['rollout', 'status', deployment, '--timeout=120s']);
  });
}

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kubernetes-'));
const stops: (() => Promise<void> | void)[] = [];
try {
  const missing = missingPrograms();
  if (missing.length > 0) print(`Compiling ${missing.length} programs, which takes minutes`);
  await compilePrograms();
  process.env['PATH'] = `${dirname(programs.kubectl)}:${process.env['PATH']}`;
  const definitions = await definitionFiles();
  const plane = await startControlPlane(folder);
  stops.unshift(() => plane.stop());
  const nodes = await startNodes(plane);
  stops.unshift(() => nodes.stop());
  const cluster: Cluster = { ...plane, folder, nodes };
  const metrics = await startMetricsApi(plane, nodes);
  stops.unshift(() => metrics.stop());
  print(
    `A control plane is running. The waits of the deployment and the autoscaler are ${speed} times shorter.`,
  );

  await kubectl(cluster, 'accepts the custom resource definitions', [
    'apply',
    '--server-side',
    ...definitions.map((file) => `--filename=${file}`),
  ]);
  await kubectl(cluster, 'accepts the namespace', ['apply', `--filename=${deploy('base/namespace.yaml')}`]);
  await plane.call('POST', '/api/v1/namespaces', { metadata: { name: 'argocd' } });
  writeFileSync(
    join(folder, 'unrestricted.json'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'unrestricted' },
      spec: { containers: [{ name: 'any', image: 'any' }] },
    }),
  );
  await until('refuses pods that violate the `restricted` standard', 120, async () => {
    const file = join(folder, 'unrestricted.json');
    const { output } = await plane.kubectl(['--namespace', namespace, 'create', `--filename=${file}`]);
    // The error differs until the controllers have created the namespace's service account.
    return output.includes('violates PodSecurity "restricted');
  });
  // The volume for SQLite. In a real cluster, a storage class provides it.
  await plane.call('POST', '/api/v1/persistentvolumes', {
    metadata: { name: 'tasks' },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOncePod'],
      hostPath: { path: '/unused' },
      claimRef: { namespace, name: 'tasks' },
    },
  });

  await checkPostgres(cluster, metrics.use);
  await checkComponents(cluster);
  await checkSqlite(cluster);
  print(
    'Real: etcd, the API server, its admission, the controllers and the scheduler of Kubernetes, and the custom ' +
      'resource definitions. Simulated: nodes, which run no containers, the CPU usage, and the time. Custom resources ' +
      'have no controllers here. Readiness, traffic and shutdown are checked by check:cluster and docker compose.',
  );
} catch (error) {
  recordError(error);
} finally {
  for (const stop of stops) await stop();
  removeTemporaryFolders();
}

if (errors.length === 0) rmSync(folder, { recursive: true });
finish(`The program logs are in ${folder}.`);
