// Checks the rendered overlays and components against the service, its rules and the guide.
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { load, loadAll } from 'js-yaml';
import { rules } from '../../checks/observability/expressions.ts';
import { readConfig } from '../../src/config.ts';
import { commandsOf } from '../support/guide-commands.ts';
import { enableComponents, render, renderFolder } from '../support/kustomize.ts';
import type { Resource } from '../support/kustomize.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';
import { describeWithKustomize } from './kustomize.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = 'docs/guides/deployment.md';
const guide = read(page);
const overlays = ['sqlite', 'postgres'];
const components = readdirSync(new URL('deploy/components/', root));
/** The components that other components include, and the components for one overlay only. */
const included = ['certificate'];
const forPostgres = ['backup', 'canary'];
/** A gateway and an ingress exclude each other. */
const everything = components.filter((name) => ![...included, 'ingress', 'openshift'].includes(name));

afterAll(removeTemporaryFolders);

/** The resources of an overlay in which these components are uncommented, as the guide instructs. */
function edited(overlay: string, names: readonly string[]): Resource[] {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(new URL('deploy', root)), folder, { recursive: true });
  const file = join(folder, overlay, 'kustomization.yaml');
  writeFileSync(file, enableComponents(readFileSync(file, 'utf8'), names));
  return renderFolder(join(folder, overlay));
}

const only = (resources: readonly Resource[], kind: string): Resource => {
  const found = resources.filter((one) => one.kind === kind);
  if (found.length !== 1) throw new Error(`Expected one ${kind}, but found ${found.length}`);
  return found[0]!;
};

/** A value in a resource: the keys of objects and the indexes of lists, separated by dots. */
function at(resource: Resource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], resource);
}

const commands = commandsOf(page)
  .map(({ text }) => text)
  .join('\n');

describe('the components', () => {
  test('are all listed in the overlays and in the guide, and the overlays list no others', () => {
    for (const overlay of overlays) {
      const text = read(`deploy/${overlay}/kustomization.yaml`);
      const listed = [...text.matchAll(/^# {3}- \.\.\/components\/(.+)$/gm)].map(([, name]) => name!);
      expect(text).toContain('\n# components:\n');
      expect(listed.toSorted()).toEqual(
        components
          .filter((name) => !included.includes(name))
          .filter((name) => overlay === 'postgres' || !forPostgres.includes(name)),
      );
      // These come last, because they must change the pods of all other components.
      expect(listed.slice(-2)).toEqual(['authorities', 'openshift']);
    }
    for (const name of components)
      if (!included.includes(name)) expect(guide).toContain(`](../../deploy/components/${name})`);
  });

  test('allow traffic only for the pods of the service', () => {
    const policies = components
      .map((name) => new URL(`deploy/components/${name}/network-policies.yaml`, root))
      .filter((file) => existsSync(file))
      .flatMap((file) => loadAll(readFileSync(file, 'utf8')) as Resource[]);
    expect(policies.length).toBeGreaterThanOrEqual(7);
    for (const policy of policies) {
      // This policy selects pods of cert-manager.
      if (policy.metadata.name === 'acme-challenge-ingress') continue;
      expect(at(policy, 'spec.podSelector.matchLabels')).toMatchObject({
        'app.kubernetes.io/name': 'task-manager-api',
      });
    }
  });

  test('set only variables that the configuration defines', () => {
    const known = Object.keys(parseEnv(read('.env.example')));
    const files = components.flatMap((name) =>
      readdirSync(new URL(`deploy/components/${name}/`, root))
        .filter((file) => file === 'config.env')
        .map((file) => parseEnv(read(`deploy/components/${name}/${file}`))),
    );
    expect(files.length).toBe(3);
    for (const name of files.flatMap((file) => Object.keys(file))) expect(known).toContain(name);
  });

  test('scrape with the settings of Prometheus in docker compose, and keep the label that the analysis selects', () => {
    const { global, scrape_configs: jobs } = load(read('observability/prometheus/prometheus.yml')) as {
      global: Record<string, string>;
      scrape_configs: { job_name: string }[];
    };
    const monitor = load(read('deploy/components/monitoring/service-monitor.yaml')) as Resource;
    expect(at(monitor, 'spec.endpoints.0')).toMatchObject({
      port: 'http',
      path: '/metrics',
      interval: global['scrape_interval'],
      scrapeTimeout: global['scrape_timeout'],
      authorization: { credentials: { name: 'task-manager-api', key: 'METRICS_SCRAPE_TOKEN' } },
    });
    // The Prometheus Operator takes the job label from the name of the service.
    expect(load(read('deploy/base/service.yaml'))).toHaveProperty('metadata.name', jobs[0]!.job_name);
    const [label = ''] = at(monitor, 'spec.podTargetLabels') as string[];
    expect(read('deploy/components/canary/analysis-template.yaml')).toContain(label.replaceAll('-', '_'));
  });
});

describe('the canary', () => {
  const template = load(read('deploy/components/canary/analysis-template.yaml')) as Resource;
  const metrics = at(template, 'spec.metrics') as {
    name: string;
    failureCondition: string;
    successCondition: string;
    provider: { prometheus: { query: string } };
  }[];

  test('fails at the burn rate of the fastest alert on the same objective', () => {
    const alerts = rules().filter(
      ({ alert, labels }) => alert?.endsWith('BudgetBurn') && labels?.['window'] === '1h',
    );
    const bounds = alerts.map(({ labels, expr }) => {
      const [, burnRate, budget] = /> ([\d.]+) \* ([\d.]+)/.exec(expr) ?? [];
      return [labels?.['slo'], burnRate, budget];
    });
    expect(
      metrics.map(({ name, failureCondition, provider }) => [
        name.replace('-burn-rate', ''),
        /result\[0\] >= ([\d.]+)$/.exec(failureCondition)?.[1],
        /\/ ([\d.]+)\s*$/.exec(provider.prometheus.query)?.[1],
      ]),
    ).toEqual(bounds);
    for (const { successCondition, failureCondition } of metrics)
      expect(successCondition.replace('<', '>=')).toBe(failureCondition);
  });

  test('uses only series that the recording rules produce', () => {
    const recorded = rules().flatMap(({ record }) => record ?? []);
    for (const { provider } of metrics) {
      const used = provider.prometheus.query.match(/\binstance:[\w:]+/g) ?? [];
      expect(used).toHaveLength(2);
      for (const series of used) expect(recorded).toContain(series);
    }
  });
});

describeWithKustomize('the rendered manifests', () => {
  const rendered = Object.fromEntries(overlays.map((overlay) => [overlay, render(overlay)]));
  const complete = render('postgres', { components: everything });
  const deployment = only(rendered['postgres']!, 'Deployment');
  const autoscaler = only(rendered['postgres']!, 'HorizontalPodAutoscaler');

  test('use fewer connections than PostgreSQL allows, even while pods are replaced', () => {
    const settings = only(rendered['postgres']!, 'ConfigMap').data!;
    // Each pod has one more connection for wake-ups (docs/guides/postgresql.md).
    const perPod = Number(settings['DATABASE_POOL_SIZE']) + 1;
    const maxReplicas = at(autoscaler, 'spec.maxReplicas') as number;
    const minReplicas = at(autoscaler, 'spec.minReplicas') as number;
    const { maxSurge } = at(deployment, 'spec.strategy.rollingUpdate') as { maxSurge: number };
    // An old pod has ended before the next one stops, so at most one pod is ending at any time.
    expect(at(deployment, 'spec.minReadySeconds')).toBeGreaterThanOrEqual(
      at(deployment, 'spec.template.spec.terminationGracePeriodSeconds') as number,
    );
    const duringRollout = maxReplicas + maxSurge + 1;
    // The pods of a drained node can end at the same time, while their replacements run. They are spread over three nodes.
    const duringDrain = maxReplicas + Math.ceil(maxReplicas / minReplicas);
    // The migration and a backup use two more. By default, PostgreSQL reserves 3 of 100 connections for administrators.
    expect(Math.max(duringRollout, duringDrain) * perPod + 2).toBeLessThanOrEqual(100 - 3);
    expect(guide).toContain(`${Math.max(duringRollout, duringDrain)} pods`);
    expect(read('docs/guides/sizing.md')).toMatch(new RegExp(`The manifests use ${perPod}\\s+per instance`));
    expect(at(only(render('postgres', { components: ['canary'] }), 'Rollout'), 'spec')).toMatchObject({
      minReadySeconds: at(deployment, 'spec.minReadySeconds'),
      strategy: { canary: at(deployment, 'spec.strategy.rollingUpdate') },
    });
  });

  test('have a job for each image, so that an update never changes one', () => {
    const image = (fields: Readonly<Record<string, string>>): string =>
      only(render('postgres', { images: [{ name: 'ghcr.io/example/task-manager-api', ...fields }] }), 'Job')
        .metadata.name;
    const names = [image({}), image({ newTag: '1.1.0' }), image({ digest: `sha256:${'a'.repeat(64)}` })];
    expect(new Set(names).size).toBe(3);
    expect(image({ newTag: '1.1.0' })).toBe(names[1]);
    // Longer names, and names with dots, cause warnings.
    for (const name of names) expect(name).toMatch(/^task-manager-migration-[a-z0-9]{1,20}$/);
  });

  test('leave nothing behind except the volume when the guide changes from one overlay to the other', () => {
    const idOf = ({ kind, metadata }: Resource): string =>
      // Removes the hash of the content from the name.
      `${kind}/${metadata.name.replace(/-[a-z0-9]{10}$/, '')}`;
    const [removed = ''] =
      /^kubectl -n task-manager delete (\S+) --selector app\.kubernetes\.io\/name=task-manager-api$/m
        .exec(commands)!
        .slice(1);
    for (const [from, to] of [
      ['postgres', 'sqlite'],
      ['sqlite', 'postgres'],
    ] as const) {
      const kept = rendered[to]!.map(idOf);
      // Includes the backup job, which would fail every night after the database has been abandoned.
      const others = from === 'postgres' ? edited('postgres', ['backup']) : [];
      const stale = [...rendered[from]!, ...others].filter((one) => !kept.includes(idOf(one)));
      expect(stale).not.toEqual([]);
      // The guide keeps the volume, which contains the tasks.
      const kinds = stale
        .map(({ kind }) => kind.toLowerCase())
        .filter((kind) => kind !== 'persistentvolumeclaim');
      for (const kind of kinds) expect(removed.split(',')).toContain(kind);
      for (const { metadata } of stale)
        expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'task-manager-api' });
    }
  });

  test.each(overlays)('configure a service with an issuer and no secret (%s)', (overlay) => {
    const { data = {} } = only(render(overlay, { components: ['issuer'] }), 'ConfigMap');
    expect(data['AUTH_JWKS_URL']).toMatch(/^https:/);
    const files = Object.keys(data).filter((name) => name.startsWith('AUTH_') && name.endsWith('_FILE'));
    expect(files.map((name) => data[name])).toEqual(files.map(() => ''));
    const authentication = Object.entries(data).filter(([name]) => name.startsWith('AUTH_'));
    expect(readConfig({ NODE_ENV: 'production', ...Object.fromEntries(authentication) }).auth.key).toEqual({
      jwksUrls: [new URL(data['AUTH_JWKS_URL']!)],
    });
  });

  test('set no user or group ids for OpenShift', () => {
    const ids = (resources: readonly Resource[]): string[] =>
      JSON.stringify(resources).match(/"(?:runAsUser|runAsGroup|fsGroup)":\d+/g) ?? [];
    expect(ids(complete).length).toBeGreaterThanOrEqual(8);
    expect(ids(render('postgres', { components: [...everything, 'openshift'] }))).toEqual([]);
    expect(ids(render('sqlite', { components: ['openshift'] }))).toEqual([]);
    const restore = render('sqlite/restore', { components: ['openshift/users'] });
    expect(ids(restore)).toEqual([]);
    // The guide deletes everything in this kustomization.
    expect(restore.map(({ kind }) => kind)).toEqual(['Pod']);
  });

  test.each(overlays)('are complete when all components are uncommented (%s)', (overlay) => {
    const names = [
      ...everything.filter((name) => overlay === 'postgres' || !forPostgres.includes(name)),
      'openshift',
    ];
    const resources = edited(overlay, names);
    for (const { kind, metadata } of resources) {
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'task-manager-api' });
      expect(metadata.namespace).toBe(kind === 'Namespace' ? undefined : 'task-manager');
    }
    expect(only(resources, 'ConfigMap')).toHaveProperty('immutable', true);
    // A private authority is trusted by every pod that connects to a server.
    const pods = resources.flatMap((one) =>
      JSON.stringify(one).includes('"containers"') ? [JSON.stringify(one)] : [],
    );
    expect(pods).toHaveLength(overlay === 'postgres' ? 3 : 1);
    for (const pod of pods) {
      expect(pod).toMatch(
        /"(?:NODE_EXTRA_CA_CERTS|PGSSLROOTCERT)","value":"\/run\/secrets\/authorities\/ca.pem"/,
      );
      expect(pod).toContain('"mountPath":"/run/secrets/authorities"');
      expect(pod).toContain('"serviceAccountName":"task-manager-api"');
    }
  });

  test('refer only to keys of the secret that the guide explains', () => {
    const keys = new Set([...JSON.stringify(complete).matchAll(/"key":"([A-Z_]+)"/g)].map(([, key]) => key!));
    expect(keys.size).toBeGreaterThanOrEqual(9);
    // Only a rotation needs these keys (docs/guides/secrets.md).
    for (const key of ['AUTH_JWT_SECRET_PREVIOUS', 'WEBHOOK_SECRET_KEY_PREVIOUS']) keys.delete(key);
    const [, created = ''] = /(kubectl .* create secret generic [^]*?)\n\n/.exec(`${commands}\n\n`)!;
    for (const key of keys)
      expect(created.includes(`--from-literal=${key}=`) || guide.includes(`| \`${key}\` `)).toBe(true);
  });

  test('run all pods under the standard `restricted`, with limits', () => {
    const pods = complete.flatMap((one) => {
      const spec = at(one, 'spec.template.spec') ?? at(one, 'spec.jobTemplate.spec.template.spec');
      return spec === undefined ? [] : [spec as { securityContext: object; containers: object[] }];
    });
    expect(pods).toHaveLength(3);
    for (const { securityContext, containers } of pods) {
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of containers)
        expect(container).toMatchObject({
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          resources: { limits: { memory: expect.any(String) } },
        });
    }
  });

  test('give the service the label that Prometheus selects', () => {
    const { matchLabels } = at(only(complete, 'ServiceMonitor'), 'spec.selector') as { matchLabels: object };
    for (const overlay of overlays)
      expect(only(rendered[overlay]!, 'Service').metadata.labels).toMatchObject(matchLabels);
  });

  test('define each variable before another one refers to it', () => {
    const env = at(only(complete, 'Deployment'), 'spec.template.spec.containers.0.env') as {
      name: string;
      value?: string;
    }[];
    for (const [index, { value = '' }] of env.entries())
      for (const [, name] of value.matchAll(/\$\((\w+)\)/g))
        expect(env.slice(0, index).map((one) => one.name)).toContain(name);
  });

  test('scale the rollout instead of the deployment with the canary', () => {
    expect(at(only(complete, 'HorizontalPodAutoscaler'), 'spec.scaleTargetRef')).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'task-manager-api',
    });
    expect(at(only(complete, 'Rollout'), 'spec.workloadRef')).toMatchObject({
      kind: 'Deployment',
      name: deployment.metadata.name,
      // With another value, the deployment loses its pods before the autoscaler has set the replicas of the rollout.
      scaleDown: 'never',
    });
  });

  test('wait longer for a response than a long poll takes', () => {
    const ingress = only(render('sqlite', { components: ['ingress'] }), 'Ingress');
    const annotations = at(ingress, 'metadata.annotations') as Record<string, string>;
    const route = complete.find(
      ({ metadata, kind }) => kind === 'HTTPRoute' && metadata.name === 'task-manager-api',
    )!;
    const seconds = [
      annotations['nginx.ingress.kubernetes.io/proxy-read-timeout'],
      (at(route, 'spec.rules.0.timeouts.request') as string).replace(/s$/, ''),
    ];
    for (const value of seconds) expect(Number(value)).toBeGreaterThanOrEqual(40);
  });
});

/** All pages with commands. */
const pages = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const kubectlCommands = pages
  .flatMap((name) => commandsOf(name))
  .flatMap(({ text }) => text.replaceAll('\\\n', ' ').split('\n'))
  .filter((line) => line.includes('kubectl '));

describe('the guides', () => {
  test('apply only files and directories that exist', () => {
    const named = kubectlCommands.flatMap((line) =>
      [...line.matchAll(/ -[fk] (\S+)/g)].map(([, path]) => path!),
    );
    expect(named.length).toBeGreaterThanOrEqual(8);
    for (const path of named.filter((one) => one !== '-'))
      expect([path, existsSync(new URL(path, root))]).toEqual([path, true]);
  });

  test("set a timeout longer than kubectl's default of 30 seconds", () => {
    const waits = kubectlCommands.filter((line) => line.includes(' wait '));
    expect(waits.length).toBeGreaterThanOrEqual(4);
    for (const line of waits) expect(line).toMatch(/ --timeout=(?:\d+h|\d+m)$/);
  });
});

describe('the guide', () => {
  test('creates the namespace from its manifest, so that the next apply does not warn', () => {
    expect(commands).not.toContain('create namespace');
    expect(commands.indexOf('kubectl apply -f deploy/base/namespace.yaml')).toBeGreaterThan(-1);
    expect(commands.indexOf('deploy/base/namespace.yaml')).toBeLessThan(commands.indexOf('create secret'));
  });

  test("starts the first installation with the autoscaler's minimum number of replicas", () => {
    const [, replicas] = /scale deployment\/task-manager-api --replicas=(\d+)\n.*rollout status/.exec(
      commands,
    )!;
    const autoscaler = load(read('deploy/postgres/autoscaler.yaml')) as Resource;
    expect(at(autoscaler, 'spec.minReplicas')).toBe(Number(replicas));
  });

  test('changes the database only while all pods are stopped or blocked', () => {
    const change = commandsOf(page)
      .filter(({ section }) => section === 'Change from SQLite to PostgreSQL')
      .map(({ text }) => text);
    const [exporting = '', removing = '', adding = ''] = change;
    const stop = '--replicas=0\nkubectl -n task-manager wait --for=delete pod ';
    // A pod that terminates still serves open connections, so `rollout restart` is not enough.
    expect(exporting.indexOf('delete networkpolicy')).toBeLessThan(exporting.indexOf(stop));
    expect(exporting.indexOf(stop)).toBeLessThan(exporting.indexOf('main.js export'));
    expect(removing.indexOf(stop)).toBeLessThan(removing.indexOf(' delete '));
    expect(exporting).toContain(stop);
    expect(removing).toContain(stop);
    // The keys that only PostgreSQL requires.
    for (const key of ['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'REDIS_URL'])
      expect(adding).toContain(`"${key}": `);
  });

  test('drains nodes with the flag that pods with a temporary directory require', () => {
    const drains = commands.match(/^kubectl drain .*$/gm) ?? [];
    expect(drains).toHaveLength(1);
    expect(drains[0]).toContain('--delete-emptydir-data');
    expect(drains[0]).toContain('--ignore-daemonsets');
  });
});
