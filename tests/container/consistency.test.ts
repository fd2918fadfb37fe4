// The image, the compose file, the configuration, the contract and Prometheus agree on ports, paths and names.
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { pinnedVersion } from '../../dast/schemathesis.ts';
import { readConfig } from '../../src/config.ts';
import { loadContract } from '../../src/contract/document.ts';
import { networksOf, readDockerfile, readYaml, root } from './compose.ts';
import type { Compose } from './compose.ts';

const { services, networks, volumes } = readYaml('docker-compose.yml') as Compose;
const api = services['api']!;
const image = readDockerfile();
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const paths = loadContract().operations.map(({ path }) => path);
const secret = { AUTH_JWT_SECRET: 'x'.repeat(32) };

/** The published and the internal port of a service: `127.0.0.1:${API_PORT:-5000}:5000`. */
function published(name: string): { host: string; outside: number; inside: number } {
  const [port, ...more] = services[name]?.ports ?? [];
  const parts = /^([\d.]+):\$\{[A-Z_]+:-(\d+)\}:(\d+)$/.exec(port ?? '');
  if (parts === null || more.length > 0) throw new Error(`${name} must publish exactly one port`);
  return { host: parts[1]!, outside: Number(parts[2]), inside: Number(parts[3]) };
}

/** Replaces variables with their defaults, as Docker Compose does if they are not set. */
function interpolated(value: string | number): string {
  return `${value}`.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
}

/** The mount points of a service, by file, directory or volume. */
function mounts(name: string): Map<string, string> {
  const list = (services[name]?.volumes ?? []).map(interpolated);
  return new Map(list.map((mount) => mount.split(':')).map(([source = '', target = '']) => [source, target]));
}

describe('the image', () => {
  const config = readConfig({ ...image.env, REVISION: '', ...secret });

  test('runs in production mode and requires a secret', () => {
    expect(config.isProduction).toBe(true);
    expect(() => readConfig({ ...image.env, REVISION: '' })).toThrow('AUTH_JWT_SECRET_FILE');
  });

  test('listens on all interfaces at the exposed port', () => {
    expect([config.host, String(config.port)]).toEqual(['0.0.0.0', image.only('EXPOSE')]);
  });

  test('stores data in a directory that its user owns', () => {
    expect(config.dataDirectory).toBe('./data');
    const user = image.only('USER');
    expect(read('container/compile.ts').replaceAll('_', '')).toContain(`const user = ${user.split(':')[0]};`);
  });

  test('sets only known variables', () => {
    const known = Object.keys(parseEnv(read('.env.example')));
    expect(known).toEqual(expect.arrayContaining(Object.keys(image.env)));
  });

  test('starts the program like npm start, and compiles it with the same flags', () => {
    const command = JSON.parse(image.only('ENTRYPOINT')) as string[];
    expect(command.join(' ').replaceAll(/\/(?:usr\/local\/bin|app)\//g, '')).toBe(packageJson.scripts.start);
    const flags = command.filter((word) => word.startsWith('--'));
    expect(read('container/compile.ts')).toContain(`const flags = ['${flags.join("', '")}'];`);
  });

  test('checks its health at a path of the contract', () => {
    expect(image.only('HEALTHCHECK')).toMatch(/CMD \["\/usr\/local\/bin\/health"\]$/);
    const asked = /"GET (\S+) HTTP/.exec(read('container/health.c'))?.[1];
    expect(paths).toContain(asked);
    expect(asked).toBe('/health/ready');
    const askedOverTls = /path:'([^']+)'/.exec(read('container/health.c'))?.[1];
    expect(askedOverTls).toBe(asked);
    const fallback = /: (\d+);/.exec(read('container/health.c'))?.[1];
    expect(Number(fallback)).toBe(readConfig({}).port);
  });

  test.each(['Dockerfile', 'container/site.Dockerfile'])('pins the base images of %s', (file) => {
    const pulled = readDockerfile(file).pulls();
    expect(pulled).toHaveLength(2);
    for (const reference of pulled) expect(reference).toMatch(/@sha256:[0-9a-f]{64}$|:\d+\.\d+\.\d+-\w+$/);
    // Dependabot reads only literal references.
    for (const reference of pulled) expect(read(file)).toContain(`\nFROM ${reference}`);
    // Only the major version is compared, because Dependabot updates the image and the package separately.
    const [major = ''] = packageJson.devDependencies.node.split('.');
    expect(pulled.filter((reference) => reference.includes(`/node:${major}.`))).toHaveLength(1);
  });

  test('pins the base images of the service by digest', () => {
    for (const reference of image.pulls()) expect(reference).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  test('builds from other base images without pulling the pinned ones', () => {
    const bases = { NODE_IMAGE: 'node:26-trixie', BASE_IMAGE: 'mirror.example/cc-debian13:nonroot' };
    expect(image.pulls(bases).sort()).toEqual(Object.values(bases).sort());
    expect(api.build!.args).toEqual(Object.keys(bases));
    for (const name of Object.keys(bases))
      expect(read('dast/container-engine.ts')).toContain(`'--build-arg', '${name}'`);
  });
});

describe('the data directory', () => {
  test('is writable for the user of the image, and for any user in group 0', () => {
    const dockerfile = read('Dockerfile');
    expect(dockerfile).toContain('chown 65532:0 /image/volume/data && chmod 0770 /image/volume/data');
    expect(dockerfile).toContain('COPY --from=build --chown=65532:0 /image/volume /');
    expect(image.only('USER')).toBe('65532:65532');
  });

  test('is ./data in the working directory, the default location of the database and the development secret', () => {
    expect(image.only('WORKDIR')).toBe('/app');
    expect(read('Dockerfile')).toContain('ln -s /data /image/app/data');
    expect(readConfig({ DATABASE_URL: 'postgres://localhost/tasks' }).dataDirectory).toBe('./data');
    for (const name of ['api-one', 'api-two']) expect(mounts(name).get('scale-secret')).toBe('/data');
    // With another working directory, `docker compose exec SERVICE node src/main.js` would not find the program.
    for (const [name, service] of Object.entries(services)) {
      if (service.image === api.image) expect([name, service['working_dir']]).toEqual([name, undefined]);
    }
  });
});

describe('each service of docker compose', () => {
  test.each(Object.entries(services))(
    '%s has restricted privileges and limited resources',
    (_name, service) => {
      expect(service).toMatchObject({
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: expect.arrayContaining(['no-new-privileges:true']),
        pids_limit: expect.any(Number),
        cpus: expect.any(Number),
        mem_limit: expect.stringMatching(/^\d+[mg]$/),
        logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
      });
      expect(service['privileged']).toBeUndefined();
    },
  );

  test.each(Object.entries(services))('%s has a pinned version', (_name, service) => {
    const own = /^task-manager-\w+:development$/;
    if (own.test(service.image ?? '')) expect(service.build?.args).toContain('NODE_IMAGE');
    else expect(service.image).toMatch(/:v?\d+\.\d+/);
  });

  test.each(Object.entries(services))(
    '%s publishes ports only on the loopback interface',
    (_name, service) => {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    },
  );

  test.each(Object.entries(services))('%s uses existing networks, volumes and files', (name, service) => {
    expect(Object.keys(networks)).toEqual(expect.arrayContaining([...networksOf(service)]));
    expect(service.networks ?? service.network_mode).toBeDefined();
    for (const source of mounts(name).keys()) {
      // Docker's log files are the only mounted files outside the project.
      if (source === '/var/lib/docker/containers') continue;
      const there = source.startsWith('./') ? existsSync(`${root}${source}`) : source in volumes;
      expect([source, there]).toEqual([source, true]);
    }
  });

  test.each(Object.entries(services))(
    '%s waits until the services that it needs are ready',
    (_name, service) => {
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const other = services[needed];
        if (condition === 'service_completed_successfully') expect(other?.['restart']).toBeUndefined();
        else {
          expect(condition).toBe('service_healthy');
          // A service without this setting is built here, and its image defines a health check.
          expect(other?.healthcheck ?? other?.build).toBeDefined();
        }
      }
    },
  );
});

describe('docker compose', () => {
  test("runs the API in development mode, on the image's port", () => {
    expect(published('api')).toEqual({
      host: '127.0.0.1',
      outside: 5000,
      inside: Number(image.only('EXPOSE')),
    });
    expect(api.environment?.['NODE_ENV']).toBe('development');
    const known = Object.keys(parseEnv(read('.env.example')));
    expect(known).toEqual(expect.arrayContaining(Object.keys(api.environment ?? {})));
    const environment: Record<string, string> = { ...image.env, REVISION: '' };
    for (const [name, value] of Object.entries(api.environment ?? {}))
      environment[name] = interpolated(value);
    expect(readConfig(environment).dataDirectory).toBe('./data');
    expect(mounts('api').get('tasks')).toBe('/data');
  });

  test('prints curl commands with the published port', () => {
    for (const [name, publishing] of [
      ['api', 'api'],
      ['api-one', 'load-balancer'],
      ['api-two', 'load-balancer'],
    ] as const) {
      const [, address] = /^(.+):\d+$/.exec(services[publishing]?.ports?.[0] ?? '') ?? [];
      expect([name, services[name]?.environment?.['PUBLIC_URL']]).toEqual([name, `http://${address}`]);
    }
  });

  test('contains no secret', () => {
    expect(read('docker-compose.yml')).not.toMatch(/(?:SECRET|PASSWORD|TOKEN)\w*\s*[:=]\s*['"]?\w/);
  });

  test('gives the service enough time to finish in-flight requests', () => {
    const ours = Object.values(services).filter(
      ({ build, restart }) => build !== undefined && build.dockerfile === undefined && restart !== undefined,
    );
    expect(ours).toHaveLength(4);
    for (const { environment: given = {}, stop_grace_period: period = '' } of ours) {
      const grace = Number(/^(\d+)s$/.exec(period)?.[1]);
      const { shutdown } = readConfig(
        Object.fromEntries(Object.entries(given).map(([name, value]) => [name, interpolated(value)])),
      );
      expect(grace).toBeGreaterThan(shutdown.delaySeconds + shutdown.timeoutSeconds);
    }
  });

  test('starts monitoring by default, and other services by profile', () => {
    const byDefault = Object.keys(services).filter((name) => services[name]?.profiles === undefined);
    expect(byDefault.sort()).toEqual(['alertmanager', 'api', 'grafana', 'prometheus']);
    const ports = ['prometheus', 'grafana', 'alertmanager'].map((name) => published(name).outside);
    expect(ports).toEqual([9090, 3000, 9093]);
  });

  test('runs the mock at the port of npm run mock', () => {
    expect(read('scripts/mock.ts')).toContain(`default: '${published('mock').outside}'`);
    expect(services['mock']?.command).toEqual(expect.arrayContaining([String(published('mock').inside)]));
    expect(paths).toContain(new URL(services['mock']!.healthcheck!.test.at(-1)!).pathname);
  });

  // The major version only: Dependabot updates the image and the package separately.
  test('fuzzes with the major version of Schemathesis in dast/, and with its configuration', () => {
    const fuzzing = Object.entries(services).filter(([, { image: from }]) =>
      from?.startsWith('schemathesis/'),
    );
    expect(fuzzing.length).toBe(2);
    for (const [, service] of fuzzing) {
      const [major = ''] = pinnedVersion(read('dast/requirements.txt')).split('.');
      expect(service.image).toMatch(new RegExp(`^schemathesis/schemathesis:${major}\\.\\d+\\.\\d+$`));
      const command = String(service.command);
      expect(existsSync(`${root}${/--config-file (\S+)/.exec(command)?.[1]}`)).toBe(true);
      expect(command).toContain(`--url http://api:${image.only('EXPOSE')} `);
      expect(service.networks).toEqual(['fuzzing']);
    }
    expect(networksOf(api)).toContain('fuzzing');
    expect(networks['fuzzing']?.internal).toBe(true);
  });
});

describe('the traces profile', () => {
  const collector = readYaml('observability/collector/collector.yml') as Collector;
  const jaeger = readYaml('observability/jaeger/jaeger.yml') as Jaeger;
  const sources = readYaml('observability/grafana/provisioning/datasources/traces.yml') as {
    readonly datasources: readonly {
      readonly type: string;
      readonly uid: string;
      readonly url: string;
      readonly jsonData: unknown;
    }[];
  };
  const portOf = (endpoint: string): string => endpoint.replace(/^0\.0\.0\.0:/, '');

  test('mounts the configuration files that the commands name', () => {
    for (const [name, folder] of [
      ['collector', './observability/collector'],
      ['jaeger', './observability/jaeger'],
    ] as const) {
      const file = `${mounts(name).get(folder)}/${name}.yml`;
      expect(services[name]?.command).toEqual(['--config', file]);
      expect(existsSync(`${root}${folder}/${name}.yml`)).toBe(true);
    }
  });

  test('sends traces to Jaeger and logs to Loki, by name and port', () => {
    const { receivers, exporters } = collector;
    expect(exporters['otlphttp/traces']?.endpoint).toBe(
      `http://jaeger:${portOf(jaeger.receivers.otlp.protocols.http.endpoint)}`,
    );
    const [grafanaJaeger, grafanaLoki] = ['jaeger', 'loki'].map((wanted) =>
      sources.datasources.find(({ type }) => type === wanted),
    );
    expect(grafanaJaeger?.url).toBe(`http://jaeger:${portOf(jaeger.extensions.jaeger_query.http.endpoint)}`);
    expect(published('jaeger').inside).toBe(Number(portOf(jaeger.extensions.jaeger_query.http.endpoint)));
    expect(exporters['otlphttp/logs']?.endpoint).toBe(`${grafanaLoki?.url}/otlp`);
    expect(portOf(receivers.otlp.protocols.http.endpoint)).toBe('4318');
    expect(read('docker-compose.yml')).toContain('TRACES_ENDPOINT=http://collector:4318 docker compose');
  });

  test('connects its services and Grafana over a shared network', () => {
    for (const name of ['collector', 'jaeger', 'loki', 'grafana'])
      expect(networksOf(services[name]!)).toContain('monitoring');
    expect(networksOf(services['collector']!)).toContain('service');
  });

  test("collects the log lines of containers that run the service's image", () => {
    const { include, operators } = collector.receivers.filelog;
    expect(include).toEqual([`${mounts('collector').get('/var/lib/docker/containers')}/*/*-json.log`]);
    expect(JSON.stringify(operators)).toContain(String(api.image));
    expect(api.logging?.options['tag']).toBe('{{.ImageName}}');
  });

  test('leads from an exemplar to its trace, from a trace to its log lines, and back', () => {
    const { datasources } = readYaml('observability/grafana/provisioning/datasources/prometheus.yml') as {
      datasources: { jsonData: { exemplarTraceIdDestinations?: object[] } }[];
    };
    expect(datasources[0]?.jsonData.exemplarTraceIdDestinations).toEqual([
      expect.objectContaining({ name: 'trace_id', datasourceUid: 'jaeger' }),
    ]);
    const overview = JSON.parse(read('observability/grafana/dashboards/task-manager-overview.json')) as {
      panels: { targets?: { expr: string; exemplar?: boolean }[] }[];
    };
    const latencies = overview.panels
      .flatMap(({ targets = [] }) => targets)
      .filter(({ expr }) => expr.includes('duration_seconds_bucket'));
    expect(latencies.map(({ exemplar }) => exemplar)).toEqual([true, true, true, true]);
    expect(services['prometheus']?.command).toContain('--enable-feature=exemplar-storage');
    expect(sources.datasources.map(({ uid }) => uid)).toEqual(['jaeger', 'loki']);
    expect(sources.datasources[0]?.jsonData).toMatchObject({ tracesToLogsV2: { datasourceUid: 'loki' } });
    expect(sources.datasources[1]?.jsonData).toMatchObject({
      derivedFields: [{ matcherRegex: 'trace_id', datasourceUid: 'jaeger' }],
    });
  });
});

interface Endpoint {
  readonly endpoint: string;
}

interface Collector {
  readonly receivers: {
    readonly otlp: { readonly protocols: { readonly http: Endpoint } };
    readonly filelog: { readonly include: readonly string[]; readonly operators: readonly object[] };
  };
  readonly exporters: Readonly<Record<string, Endpoint>>;
}

interface Jaeger {
  readonly receivers: Pick<Collector['receivers'], 'otlp'>;
  readonly extensions: { readonly jaeger_query: { readonly http: Endpoint } };
}

interface Prometheus {
  readonly alerting: { readonly alertmanagers: readonly StaticTargets[] };
  readonly scrape_configs: readonly (StaticTargets & {
    readonly job_name: string;
    readonly metrics_path?: string;
  })[];
}

interface StaticTargets {
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}

describe('the monitoring stack', () => {
  const inPrometheus = mounts('prometheus').get('./observability/prometheus');
  const inGrafana = mounts('grafana');
  const prometheus = readYaml('observability/prometheus/prometheus.yml') as Prometheus;
  const targets = (of: StaticTargets) => of.static_configs.flatMap((one) => one.targets);

  test('mounts the files of Prometheus and Alertmanager', () => {
    expect(services['prometheus']?.command).toContain(`--config.file=${inPrometheus}/prometheus.yml`);
    const inAlertmanager = mounts('alertmanager').get('./observability/alertmanager');
    expect(services['alertmanager']?.command).toContain(`--config.file=${inAlertmanager}/alertmanager.yml`);
    expect(existsSync(`${root}observability/alertmanager/alertmanager.yml`)).toBe(true);
  });

  test('scrapes the API by its name and port, at a path of the contract', () => {
    const job = prometheus.scrape_configs.find(({ job_name: name }) => name === 'task-manager-api')!;
    expect(targets(job)).toEqual([`api:${image.only('EXPOSE')}`]);
    expect(paths).toContain(job.metrics_path ?? '/metrics');
    expect(services['prometheus']?.networks).toEqual(expect.arrayContaining(['service', 'monitoring']));
    expect(networksOf(api)).toContain('service');
  });

  test('connects Prometheus to Alertmanager, and Grafana to both, by name and port', () => {
    const alertmanager = `alertmanager:${published('alertmanager').inside}`;
    expect(prometheus.alerting.alertmanagers.flatMap(targets)).toEqual([alertmanager]);
    const { datasources: sources } = readYaml(
      'observability/grafana/provisioning/datasources/prometheus.yml',
    ) as { datasources: { type: string; url: string }[] };
    const urls = Object.fromEntries(sources.map(({ type, url }) => [type, url]));
    expect(urls['prometheus']).toBe(`http://prometheus:${published('prometheus').inside}`);
    if (urls['alertmanager'] !== undefined) expect(urls['alertmanager']).toBe(`http://${alertmanager}`);
    for (const name of ['alertmanager', 'grafana']) expect(services[name]?.networks).toEqual(['monitoring']);
  });

  test('mounts the dashboards at the path that Grafana reads', () => {
    expect(inGrafana.get('./observability/grafana/provisioning')).toBe('/etc/grafana/provisioning');
    const { providers } = readYaml('observability/grafana/provisioning/dashboards/dashboards.yml') as {
      providers: { options: { path: string } }[];
    };
    expect(providers.map(({ options }) => options.path)).toEqual([
      inGrafana.get('./observability/grafana/dashboards'),
    ]);
  });
});
