// Checks the analysis of canary releases (`npm run check:canary`): Prometheus scrapes a good version of the service, one that
// fails, one that is slow, and one without requests. The queries of the AnalysisTemplate must distinguish them. The rules run
// in accelerated time, as in check:observability. Argo Rollouts does not run: this program takes the measurements, and applies
// the conditions and limits of the template.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { accelerate } from '../observability/accelerate.ts';
import { lockDatabase, renameTaskTable } from '../observability/failures.ts';
import { startLoad } from '../observability/load.ts';
import { find, observability } from '../observability/programs.ts';
import { errors, finish, recordError } from '../report.ts';
import { startProcess } from '../scale/service.ts';
import type { ServiceProcess } from '../scale/service.ts';
import { replaced } from '../observability/project-files.ts';
import { startPrometheus } from '../traces/prometheus.ts';
import { analyze } from './analysis.ts';
import type { Phase, Query } from './analysis.ts';

readArguments(
  'npm run check:canary -- [--help | --version]\n  analyzes a good version and two bad ones with the canary queries, on a real Prometheus',
  {},
);
if (find('prometheus') === undefined) {
  console.error('Missing program: prometheus. On Debian: apt-get install prometheus');
  process.exit(2);
}

/** How often a metric is measured: once a minute in the 15 minutes between its initial delay and the end of the release. */
const measurements = 15;
/** A minute in accelerated time. */
const minuteMs = 1000;

interface Version {
  /** The value of the label `rollouts_pod_template_hash`. */
  readonly name: string;
  readonly expected: Readonly<Record<string, Phase>>;
  /** Whether the load sends requests to this version. */
  readonly isUsed: boolean;
  /** Breaks the service through its database. Returns a function that repairs it. */
  readonly damage?: (database: string) => () => Promise<void> | void;
}

const versions: readonly Version[] = [
  {
    name: 'good',
    expected: { 'availability-burn-rate': 'Successful', 'latency-burn-rate': 'Successful' },
    isUsed: true,
  },
  {
    name: 'failing',
    expected: { 'availability-burn-rate': 'Failed' },
    isUsed: true,
    damage: renameTaskTable,
  },
  {
    name: 'slow',
    expected: { 'availability-burn-rate': 'Successful', 'latency-burn-rate': 'Failed' },
    isUsed: true,
    damage: lockDatabase,
  },
  {
    name: 'unused',
    expected: { 'availability-burn-rate': 'Inconclusive', 'latency-burn-rate': 'Inconclusive' },
    isUsed: false,
  },
];

/** Runs Prometheus with accelerated rules, and a target for each version. */
async function monitor(
  folder: string,
  services: readonly ServiceProcess[],
): Promise<{ query: Query; stop: () => Promise<void> }> {
  const rules = join(folder, 'prometheus/rules');
  mkdirSync(rules, { recursive: true });
  for (const file of readdirSync(join(observability, 'prometheus/rules')))
    writeFileSync(join(rules, file), accelerate(replaced(`prometheus/rules/${file}`, {})));
  // In a cluster, the Prometheus Operator copies this label from the pods.
  const targets = services.map(
    ({ url }, index) =>
      `      - targets: ['${new URL(url).host}']\n        labels: { rollouts_pod_template_hash: ${versions[index]?.name} }\n`,
  );
  const prometheus = await startPrometheus(folder, {
    words: { '      - targets: [api:5000]\n': targets.join('') },
    edit: accelerate,
  });
  return {
    stop: () => prometheus.stop(),
    async query(query) {
      const response = await fetch(`${prometheus.url}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query }),
      });
      const { data, error } = (await response.json()) as {
        data?: { result: { value: [time: number, value: string] }[] };
        error?: string;
      };
      if (data === undefined) throw new Error(`Prometheus rejects the query: ${error}`);
      return data.result.map(({ value }) => Number(value[1]));
    },
  };
}

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'canary-'));
const stops: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true })];
try {
  const services: ServiceProcess[] = [];
  for (const { name, isUsed, damage } of versions) {
    const database = join(folder, `${name}.db`);
    const service = await startProcess(database, await freePort());
    services.push(service);
    stops.unshift(() => service.stop());
    if (damage !== undefined) stops.unshift(damage(database));
    if (isUsed) stops.unshift(startLoad(service.url, service.token));
  }
  const prometheus = await monitor(folder, services);
  stops.unshift(() => prometheus.stop());
  console.log('Four versions are scraped. The rules run in accelerated time: one minute takes one second.');
  // Waits for the initial delay of the metrics.
  await setTimeout(5 * minuteMs + 5000);

  console.log('\nversion  metric                  verdict       burn rates');
  const analyses = await Promise.all(
    versions.map(({ name }) => analyze(name, prometheus.query, measurements, () => setTimeout(minuteMs))),
  );
  for (const [index, { name, expected }] of versions.entries()) {
    for (const { metric, phase, values } of analyses[index] ?? []) {
      const rates = values.map((value) =>
        value === undefined || Number.isNaN(value) ? '-' : value.toFixed(1),
      );
      console.log(`${name.padEnd(8)} ${metric.padEnd(23)} ${phase.padEnd(13)} ${rates.join(' ')}`);
      if (expected[metric] !== undefined && expected[metric] !== phase)
        errors.push(`${metric} of the version "${name}" is ${phase} instead of ${expected[metric]}`);
    }
  }
  console.log(
    '\nReal: the service, its load, Prometheus, the recording rules and the queries. Simulated: the time, the pod labels, ' +
      'and the controller of Argo Rollouts, whose conditions and limits this program applies.',
  );
} catch (error) {
  recordError(error);
} finally {
  for (const stop of stops) await stop();
}

finish();
