// The requests to the services of each profile, as its documentation shows them.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../../dast/paths.ts';
import { check, until } from '../report.ts';
import type { StandIns } from './images.ts';
import { execute } from './project.ts';
import type { Project } from './project.ts';

export interface Context {
  readonly project: Project;
  readonly standIns: StandIns;
  /** Records that something could not be checked, with the reason. */
  readonly skip: (what: string, reason: string) => void;
}

/** Variables that the documentation of a profile sets. */
export const variables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tls: { TRUST_PROXY: '1' },
  traces: { TRACES_ENDPOINT: 'http://collector:4318' },
};

/** The requests by profile. The empty name stands for the services without a profile. */
export const requests: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  '': checkMonitoredService,
  scale: checkInstances,
  mock: async ({ project }) => {
    const url = `http://127.0.0.1:${project.port('MOCK_PORT')}/tasks`;
    check('the mock returns the examples', (await get(url, 'any')).status === 200);
    const wrong = await get(`${url}?limit=0`, 'any');
    check('the mock rejects an invalid request', wrong.status === 422, String(wrong.status));
  },
  sandbox: async ({ project }) => {
    const { status, json } = await get(`http://127.0.0.1:${project.port('SANDBOX_PORT')}/summary`, 'demo');
    const { total } = json as { total?: number };
    check('the sandbox contains 50 more tasks', status === 200 && total === 54, `${total}`);
  },
  docs: async ({ project }) => {
    const url = `http://127.0.0.1:${project.port('DOCS_PORT')}/`;
    for (const page of ['', 'docs/guides/index.html', 'openapi.yaml'])
      check(`the documentation has /${page}`, (await get(`${url}${page}`)).status === 200);
  },
  tls: checkTls,
  traces: checkTraces,
};

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

async function get(
  url: string,
  token?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    headers: { ...authorization, ...headers },
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as unknown) : undefined };
}

async function create(url: string, token: string, title: string, headers = {}): Promise<number> {
  const response = await fetch(`${url}/tasks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ title }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function issueToken(project: Project, service: string): Promise<string> {
  return (await project.compose(['exec', '-T', service, 'node', 'src/main.js', 'token'])).trim();
}

async function checkMonitoredService(context: Context): Promise<void> {
  const { project } = context;
  const api = `http://127.0.0.1:${project.port('API_PORT')}`;
  const [, readLog = 'false'] =
    /^(docker logs .+) > service\.log$/m.exec(read('docs/runbooks/README.md')) ?? [];
  const log = await project.shell(readLog);
  const command = log.stderr.split('\n').find((line) => line.startsWith('curl ')) ?? 'false';
  const created = await project.shell(command.replace('curl -i', 'curl -sSi'));
  const text = `${created.stdout}${created.stderr}`;
  check('the curl command in the log creates a task', text.startsWith('HTTP/1.1 201'), text.split('\n')[0]);
  const lines = log.stdout.split('\n').filter((line) => line !== '');
  check(
    'the log that the runbooks read is JSON',
    lines.length > 0 && lines.every(isJson),
    `${lines.length} lines`,
  );
  const token = await issueToken(project, 'api');
  check('a token from `docker compose exec` is valid', (await get(`${api}/tasks`, token)).status === 200);
  check('the reference is at /docs', (await get(`${api}/docs/`)).status === 200);
  check('the service has metrics', (await get(`${api}/metrics`)).text.includes('api_requests_total'));
  await checkPrometheus(project, ['api:5000']);
  const alertmanager = await get(`http://127.0.0.1:${project.port('ALERTMANAGER_PORT')}/api/v2/status`);
  const { config } = alertmanager.json as { config?: { original?: string } };
  check('Alertmanager uses the configured routes', config?.original?.includes('receiver: page') === true);
  await checkGrafana(context);
}

interface PrometheusAnswer {
  readonly data: {
    readonly activeTargets: readonly { readonly health: string; readonly scrapeUrl: string }[];
    readonly activeAlertmanagers: readonly { readonly url: string }[];
    readonly groups: readonly { readonly rules: readonly { readonly health: string }[] }[];
  };
}

async function checkPrometheus(project: Project, instances: readonly string[]): Promise<void> {
  const api = `http://127.0.0.1:${project.port('PROMETHEUS_PORT')}/api/v1`;
  const ask = async (path: string) => ((await get(`${api}/${path}`)).json as PrometheusAnswer).data;
  await until(`Prometheus scrapes ${instances.join(' and ')}`, 60, async () => {
    const { activeTargets } = await ask('targets');
    const isUp = activeTargets
      .filter(({ health }) => health === 'up')
      .map(({ scrapeUrl }) => new URL(scrapeUrl).host);
    // Prometheus resolves the instances to addresses, so they are counted and not compared by name.
    return isUp.length >= instances.length + 1 && activeTargets.every(({ health }) => health !== 'down');
  });
  await until('Prometheus evaluates all rules, without errors', 60, async () => {
    const rules = (await ask('rules')).groups.flatMap((group) => group.rules);
    return rules.length > 0 && rules.every(({ health }) => health === 'ok');
  });
  const { activeAlertmanagers } = await ask('alertmanagers');
  const urls = activeAlertmanagers.map(({ url }) => new URL(url).host);
  check('Prometheus sends alerts to Alertmanager', urls.join() === 'alertmanager:9093', urls.join());
}

async function checkGrafana({ project, standIns, skip }: Context): Promise<void> {
  const url = `http://127.0.0.1:${project.port('GRAFANA_PORT')}`;
  check('Grafana is healthy', (await get(`${url}/api/health`)).status === 200);
  const image = project.imageOf('grafana');
  if (standIns.has(image)) {
    skip('data sources and dashboards in Grafana', `${image} is a stand-in`);
    return;
  }
  const settings = await get(`${url}/api/frontend/settings`);
  const { datasources = {} } = settings.json as { datasources?: Record<string, unknown> };
  const missing = ['Prometheus', 'Alertmanager', 'Jaeger', 'Loki'].filter((name) => !(name in datasources));
  check('Grafana has all data sources', missing.length === 0, missing.join(', '));
  const files = globSync('observability/grafana/dashboards/*.json', { cwd: root });
  await until(`Grafana has ${files.length} dashboards`, 30, async () => {
    const found = (await get(`${url}/api/search?type=dash-db`)).json as readonly unknown[];
    return found.length === files.length;
  });
}

async function checkInstances({ project }: Context): Promise<void> {
  const url = `http://127.0.0.1:${project.port('SCALE_PORT')}`;
  const token = await issueToken(project, 'api-one');
  const created = await create(url, token, 'Behind HAProxy');
  check('HAProxy forwards a create', created === 201, String(created));
  const list = (await get(`${url}/tasks`, token)).json as { items: { title: string }[] };
  check(
    'the task is in PostgreSQL',
    list.items.some(({ title }) => title === 'Behind HAProxy'),
  );
  const keys = Number((await project.compose(['exec', '-T', 'redis', 'redis-cli', 'dbsize'])).trim());
  check('the rate limits are in Redis', keys > 0, `${keys} keys`);
  await checkPrometheus(project, ['api:5000', 'api-one:5000', 'api-two:5000']);

  let [sent, failed, isStopping] = [0, 0, true];
  const client = async (): Promise<void> => {
    while (isStopping) {
      sent += 1;
      const status = await create(url, token, 'While an instance stops').catch(() => 0);
      if (status !== 201) failed += 1;
      await setTimeout(10);
    }
  };
  const clients = Promise.all([client(), client(), client(), client()]);
  await project.compose(['stop', 'api-one']);
  await setTimeout(2000);
  isStopping = false;
  await clients;
  check('no create fails while an instance stops', failed === 0, `${failed} of ${sent} failed`);
}

async function checkTls(context: Context): Promise<void> {
  const { project, skip } = context;
  const port = project.port('TLS_PORT');
  const file = join(tmpdir(), `authority-${process.pid}.pem`);
  const source = 'tls-proxy:/data/caddy/pki/authorities/local/root.crt';
  try {
    await until(
      'Caddy has a certificate authority',
      30,
      async () => (await project.execute(['cp', source, file])).code === 0,
    );
    const curl = async (flag: string) =>
      await execute('curl', [
        ...['--silent', '--show-error', '--fail', '--cacert', file, '--output', '/dev/null'],
        ...['--write-out', '%{http_version}', flag, `https://localhost:${port}/health`],
      ]);
    for (const [version, flag] of [
      ['1.1', '--http1.1'],
      ['2', '--http2'],
    ] as const) {
      const { stdout, stderr } = await curl(flag);
      check(
        `curl reaches the service over HTTP/${version}`,
        stdout === version,
        stderr.trim() || `HTTP/${stdout}`,
      );
    }
    await checkHttp2(project, readFileSync(file, 'utf8'));
    const { stdout: features } = await execute('curl', ['--version']);
    if (features.includes('HTTP3')) {
      const answer = await curl('--http3-only');
      check('curl reaches the service over HTTP/3', answer.stdout === '3', answer.stderr.trim());
    } else {
      check('Caddy responds to QUIC', await offersQuic(Number(port)));
      skip('a request over HTTP/3', 'curl is built without HTTP/3');
    }
  } finally {
    rmSync(file, { force: true });
  }
}

async function checkHttp2(project: Project, ca: string): Promise<void> {
  const token = await issueToken(project, 'api');
  const session = connect(`https://localhost:${project.port('TLS_PORT')}`, { ca });
  const stream = session.request({ ':path': '/tasks', authorization: `Bearer ${token}` });
  const [headers] = (await once(stream, 'response')) as [Readonly<Record<string, string | number>>];
  stream.resume();
  await once(stream, 'end');
  session.close();
  const alternative = String(headers['alt-svc']);
  check(
    "Caddy forwards a user's request over HTTP/2",
    headers[':status'] === 200,
    String(headers[':status']),
  );
  check('Caddy announces HTTP/3', alternative.includes(`h3=":${project.port('TLS_PORT')}"`), alternative);
}

/** Whether a server supports QUIC: it responds to an unknown version with a list of versions (RFC 9000, section 6). */
async function offersQuic(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const header = Buffer.from([0xc0, 0x0a, 0x0a, 0x0a, 0x0a, 8, ...randomBytes(8), 0]);
  socket.send(Buffer.concat([header, Buffer.alloc(1200)]), port, '127.0.0.1');
  const answer = await Promise.race([once(socket, 'message'), setTimeout(5000, undefined, { ref: false })]);
  socket.close();
  return answer !== undefined;
}

async function checkTraces({ project, standIns }: Context): Promise<void> {
  const api = `http://127.0.0.1:${project.port('API_PORT')}`;
  const token = await issueToken(project, 'api');
  const traceId = randomBytes(16).toString('hex');
  const parent = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  check('a request with a traceparent creates a task', (await create(api, token, 'Traced', parent)) === 201);
  await until("Jaeger contains the request's spans", 60, async () => {
    const found = await get(`http://127.0.0.1:${project.port('JAEGER_PORT')}/api/traces/${traceId}`);
    return found.status === 200 && found.text.includes('"operationName":"POST /tasks"');
  });
  // Loki publishes no port, so the query runs in its container.
  const image = project.imageOf('loki');
  const query = standIns.has(image)
    ? `select/logsql/query?query=${encodeURIComponent(`trace_id:="${traceId}"`)}`
    : `loki/api/v1/query_range?query=${encodeURIComponent(`{service_name="task-manager-api"} | trace_id="${traceId}"`)}`;
  await until("Loki contains the request's log line", 60, async () => {
    const request = ['exec', '-T', 'loki', 'wget', '-q', '-O', '-', `http://127.0.0.1:3100/${query}`];
    const { stdout } = await project.execute(request);
    return stdout.includes('createTask');
  });
}
