// What is measured, under the names that the dashboards and alerts use. A registry of its own, so that two services
// in one process (the tests) do not count into each other.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Operation } from '../contract/operation.ts';

/** Buckets in seconds; 5 and 25 ms are among them because the objectives for latency stand there. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const queryBuckets = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1];
/** Numbers of writes, up to the most that one commit is for. */
const groupBuckets = [1, 2, 4, 8, 16, 32, 64, 100];

export type Metrics = ReturnType<typeof createMetrics>;

/** Makes the metrics; with `processMetrics` those of Node too (event loop, memory, garbage collection). */
export function createMetrics({ processMetrics }: { processMetrics: boolean }) {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames, registers });

  return {
    registry,
    requests: counter('api_requests_total', 'Requests answered, by route template of the contract.', [
      'method',
      'endpoint',
      'status',
    ]),
    requestDuration: new Histogram({
      name: 'api_request_duration_seconds',
      help: 'Seconds from a request to the end of its answer, by route template of the contract.',
      labelNames: ['method', 'endpoint'],
      buckets: requestBuckets,
      registers,
    }),
    unreadableRequests: counter(
      'api_malformed_requests_total',
      'Requests that the HTTP parser refused before they had a route.',
      ['status'],
    ),
    violations: counter(
      'api_contract_violations_total',
      'Validated answers that did not keep the contract.',
      ['operation', 'location'],
    ),
    sharingLost: counter(
      'rate_limit_sharing_failures_total',
      'Times that the instances could no longer count together, because Redis was gone.',
    ),
    taskEvents: {
      created: counter('tasks_created_total', 'Tasks created.'),
      completed: counter('tasks_completed_total', 'Tasks that became completed.'),
      deleted: counter('tasks_deleted_total', 'Tasks deleted.'),
    },
    queryDuration: new Histogram({
      name: 'database_query_duration_seconds',
      help: 'Seconds that database statements took, by kind of access.',
      labelNames: ['kind'],
      buckets: queryBuckets,
      registers,
    }),
    commitGroupSize: new Histogram({
      name: 'database_commit_group_size',
      help: 'Writes that were committed together, with one wait for the disk.',
      buckets: groupBuckets,
      registers,
    }),
  };
}

/**
 * Adds a gauge that is read at each scrape. What cannot be read is no number (NaN), so that the other metrics are there
 * all the more when something is wrong.
 */
export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  read: () => number | Promise<number>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      try {
        this.set(await read());
      } catch {
        this.set(Number.NaN);
      }
    },
  });
}

/** Adds a gauge that is always 1: what there is to know is in its labels. */
export function addInfo(
  registry: Registry,
  name: string,
  help: string,
  labels: Readonly<Record<string, string>>,
): void {
  new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] }).set({ ...labels }, 1);
}

/** Where the contract can be broken by an answer as a whole. */
const wholeResponse = '/response';

/**
 * Makes the series of what the alerts look for, at zero: a rate is the growth from one scrape to the next, and of a
 * series that begins with the first fault, the first fault would not be seen. `validated` says whether answers are
 * held to the contract at all.
 */
export function startSeries(metrics: Metrics, operations: readonly Operation[], validated: boolean): void {
  for (const { id, method, path, statuses } of operations) {
    metrics.requestDuration.zero({ method, endpoint: path });
    for (const status of statuses.filter((each) => each >= 500)) {
      metrics.requests.inc({ method, endpoint: path, status }, 0);
    }
    if (validated) metrics.violations.inc({ operation: id, location: wholeResponse }, 0);
  }
}
