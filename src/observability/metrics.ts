// The metrics. Dashboards and alerts use their names. Each service has its own registry, because tests run several
// services in one process.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Operation } from '../contract/operation.ts';
import { closingReasons } from '../http/connection-limits.ts';
import type { TraceContext } from '../http/trace-context.ts';

/** The upper bounds of the buckets in seconds. The latency objective requires a bucket at 25 ms. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const queryBuckets = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1];
/** Buckets for the number of writes per commit, up to the maximum. */
const groupBuckets = [1, 2, 4, 8, 16, 32, 64, 100];

export type Metrics = ReturnType<typeof createMetrics>;

interface MetricsOptions {
  readonly prefix: string;
  readonly processMetrics: boolean;
  readonly exemplars?: boolean;
}

/**
 * Creates the metrics. The names of the metrics about the API start with `prefix`. With `processMetrics`, Node's own
 * metrics are added (event loop, memory, garbage collection). With `exemplars`, the latency buckets refer to traces.
 */
export function createMetrics({ prefix, processMetrics, exemplars = false }: MetricsOptions) {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames, registers });

  const requestDuration = new Histogram({
    name: `${prefix}_request_duration_seconds`,
    help: 'Seconds from the arrival of a request to the end of its response, by method and route template. The wait of a long poll does not count.',
    labelNames: ['method', 'endpoint'],
    buckets: requestBuckets,
    // prom-client accepts exemplars only in a registry that is always written as OpenMetrics. open-metrics.ts writes
    // such a registry, and the default format has no exemplars.
    registers: [],
    enableExemplars: exemplars,
  });
  registry.registerMetric(requestDuration);

  return {
    prefix,
    registry,
    requests: counter(`${prefix}_requests_total`, 'Requests, by method, route template and status.', [
      'method',
      'endpoint',
      'status',
    ]),
    webhookAttempts: counter(
      'webhook_attempts_total',
      'Attempts to deliver events to webhooks, by outcome: delivered or failed.',
      ['outcome'],
    ),
    disabledWebhooks: counter(
      'webhook_disablements_total',
      'Webhooks that the service has disabled, by reason.',
      ['reason'],
    ),
    requestDuration,
    /** Records the latency of a request, with its recorded trace as the exemplar of the bucket. */
    observeDuration(
      labels: { method: string; endpoint: string },
      seconds: number,
      trace?: TraceContext,
    ): void {
      if (!exemplars) requestDuration.observe(labels, seconds);
      else requestDuration.observe({ labels, value: seconds, exemplarLabels: exemplarOf(trace) });
    },
    malformedRequests: counter(
      `${prefix}_malformed_requests_total`,
      'Requests that the HTTP parser rejected, by status.',
      ['status'],
    ),
    closedConnections: counter(
      'connections_closed_total',
      'Connections that the service closed to protect itself, by reason.',
      ['reason'],
    ),
    violations: counter(
      `${prefix}_contract_violations_total`,
      'Validated responses that violated the contract, by operation and location in the response.',
      ['operation', 'location'],
    ),
    limitedRequests: counter(
      'rate_limited_requests_total',
      'Requests refused with 429, by the exhausted policy.',
      ['policy'],
    ),
    sharingFailures: counter(
      'rate_limit_sharing_failures_total',
      'Times that an instance stopped sharing its rate limits because Redis was unreachable.',
    ),
    keyFetchFailures: counter(
      'token_key_fetch_failures_total',
      "Failed fetches of an issuer's keys, by URL. Absent without AUTH_JWKS_URL.",
      ['url'],
    ),
    issuerReachable: new Gauge({
      name: 'token_issuer_reachable',
      help: "1 unless the latest fetch of an issuer's keys failed, by URL. Absent without AUTH_JWKS_URL.",
      labelNames: ['url'],
      registers,
    }),
    renewals: counter(
      'file_renewals_total',
      'Changes of files with secrets or certificates, by the variable that names the file and outcome.',
      ['name', 'outcome'],
    ),
    rejectedFiles: new Gauge({
      name: 'file_rejected',
      help: '1 while a file with a secret or certificate cannot be used, by the variable that names it.',
      labelNames: ['name'],
      registers,
    }),
    certificateExpiry: new Gauge({
      name: 'tls_certificate_expiry_timestamp_seconds',
      help: 'When the certificate in use expires, in seconds since 1970. Absent without TLS_CERT_FILE.',
      labelNames: ['name'],
      registers,
    }),
    queryDuration: new Histogram({
      name: 'database_query_duration_seconds',
      help: 'Duration of database statements in seconds, by kind of access.',
      labelNames: ['kind'],
      buckets: queryBuckets,
      registers,
    }),
    expensiveReads: counter(
      'database_expensive_reads_total',
      'Reads that no index serves, by outcome. On SQLite, only those that take longer than a few milliseconds.',
      ['outcome'],
    ),
    commitGroupSize: new Histogram({
      name: 'database_commit_group_size',
      help: 'Writes per commit.',
      buckets: groupBuckets,
      registers,
    }),
  };
}

/** The labels of an exemplar, as Grafana and the OpenTelemetry Collector expect them. Empty if `trace` is undefined. */
function exemplarOf(trace: TraceContext | undefined): Record<string, string> {
  return trace === undefined ? {} : { trace_id: trace.traceId, span_id: trace.spanId };
}

export function addCounter(registry: Registry, name: string, help: string): Counter {
  return new Counter({ name, help, registers: [registry] });
}

/**
 * How long a scrape waits for a gauge. An unresponsive database must not prevent Prometheus from scraping the other
 * metrics.
 */
const maxGaugeMs = 500;

/**
 * Adds a gauge that is read at each scrape. If the read fails or takes too long, the gauge has the value `failed`, by
 * default NaN, and the other metrics remain available.
 */
export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => number | Promise<number>,
  failed = Number.NaN,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<number>((resolve) => {
        timer = setTimeout(resolve, maxGaugeMs, failed);
      });
      try {
        this.set(await Promise.race([read(), late]));
      } catch {
        this.set(failed);
      } finally {
        clearTimeout(timer);
      }
    },
  });
}

/** Adds a gauge that is always 1 and carries information in its labels. */
export function addInfo(
  registry: Registry,
  name: string,
  help: string,
  labels: Readonly<Record<string, string>>,
): void {
  new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] }).set({ ...labels }, 1);
}

/** The location of a violation that concerns the whole response. */
const wholeResponse = '/response';

/**
 * Initializes to zero the series that the alerts use. `rate` and `increase` compare samples, so they would miss the
 * first error of a series that starts with it.
 */
export function initializeSeries(
  metrics: Metrics,
  operations: readonly Operation[],
  policies: readonly string[],
  validatesResponses: boolean,
): void {
  for (const policy of policies) metrics.limitedRequests.inc({ policy }, 0);
  for (const reason of closingReasons) metrics.closedConnections.inc({ reason }, 0);
  for (const { id, method, path, statuses } of operations) {
    metrics.requestDuration.zero({ method, endpoint: path });
    for (const status of statuses.filter((each) => each >= 500)) {
      metrics.requests.inc({ method, endpoint: path, status }, 0);
    }
    if (validatesResponses) metrics.violations.inc({ operation: id, location: wholeResponse }, 0);
  }
}
