// Compares measurements with a hypothesis.
import type { Hypothesis } from './experiment.ts';
import type { InstanceName } from './testbed.ts';

/** A request, as its client sees it. */
export interface Attempt {
  readonly instance: InstanceName;
  readonly kind: 'read' | 'create' | 'readiness' | 'liveness';
  readonly startedAt: number;
  readonly endedAt: number;
  /** The status, or `lost` if no response arrived. */
  readonly outcome: number | 'lost';
}

export interface Measurements {
  /** The requests and probes that began during the failure. */
  readonly during: readonly Attempt[];
  /** The requests and probes that ended after the failure, including those that began during it. */
  readonly after: readonly Attempt[];
  /** When the failure began. */
  readonly beganAt: number;
  /** When the failure ended. */
  readonly endedAt: number;
  /** Undefined if Prometheus did not evaluate the rules. */
  readonly alerts: AlertMeasurements | undefined;
  /** Descriptions of acknowledged tasks that are missing, duplicated or out of order. */
  readonly losses: readonly string[];
  /** The factor that extends time limits on a busy machine, such as `maxMs` and `recoveryMs`. */
  readonly slowness: number;
}

export interface AlertMeasurements {
  readonly fired: readonly { readonly name: string; readonly severity: string }[];
  readonly unresolved: readonly string[];
}

/** The timeouts of the probes in deploy/base/deployment.yaml, in milliseconds. */
export const probeTimeouts = { readiness: 3000, liveness: 5000 };

const isRequest = ({ kind }: Attempt): boolean => kind === 'read' || kind === 'create';
const hasSucceeded = ({ outcome }: Attempt): boolean => outcome === 200 || outcome === 201;
const durationOf = ({ startedAt, endedAt }: Attempt): number => endedAt - startedAt;

/** Describes each difference between the measurements and the hypothesis. */
export function refutations(hypothesis: Hypothesis, measurements: Measurements): string[] {
  return [
    ...ofRequests(hypothesis, measurements),
    ...ofRecovery(hypothesis, measurements),
    ...ofProbes(hypothesis, measurements),
    ...ofAlerts(hypothesis, measurements),
    ...measurements.losses,
  ];
}

function ofRequests(
  { failures = [], possibleFailures = [], minSuccess, only, maxMs }: Hypothesis,
  { during, slowness }: Measurements,
): string[] {
  const found: string[] = [];
  const requests = during.filter(isRequest);
  if (requests.length < 5) found.push(`only ${requests.length} requests during the failure`);
  const failed = requests.filter((request) => !hasSucceeded(request));
  for (const [outcome, { length }] of Map.groupBy(failed, (request) => request.outcome)) {
    if (![...failures, ...possibleFailures].includes(outcome)) found.push(`${outcome} × ${length}`);
  }
  for (const outcome of failures) {
    if (!failed.some((request) => request.outcome === outcome))
      found.push(`no request ended with ${outcome}`);
  }
  const others = failed.filter(
    ({ instance, outcome }) => only !== undefined && instance !== only && failures.includes(outcome),
  );
  if (others.length > 0) found.push(`${others.length} requests to the other instance failed`);
  const success = 1 - failed.length / Math.max(1, requests.length);
  const isFailing = failures.length + possibleFailures.length > 0;
  if (success < (minSuccess ?? (isFailing ? 0 : 1)))
    found.push(`only ${percent(success)} of the requests succeeded`);
  const slowest = slowestMs(requests);
  if (slowest > maxMs * slowness) found.push(`a request took ${seconds(slowest)}`);
  return found;
}

function ofRecovery({ recoveryMs }: Hypothesis, measurements: Measurements): string[] {
  const { after, slowness } = measurements;
  if (!after.some((attempt) => isRequest(attempt) && hasSucceeded(attempt)))
    return ['no request succeeded after the failure'];
  const took = recoveryOf(measurements);
  return took > recoveryMs * slowness ? [`the recovery took ${seconds(took)}`] : [];
}

function ofProbes({ only, isReady = true }: Hypothesis, { during, after, slowness }: Measurements): string[] {
  const found: string[] = [];
  for (const kind of ['readiness', 'liveness'] as const) {
    // The hypothesis does not cover the probes of an instance that cannot respond.
    const probes = during.filter((probe) => probe.kind === kind && probe.instance !== only);
    const slow = probes.filter(
      (probe) => probe.outcome === 'lost' || durationOf(probe) > probeTimeouts[kind] * slowness,
    );
    if (slow.length > 0)
      found.push(`${slow.length} of ${probes.length} ${kind} probes got no response in time`);
  }
  const isUnready = during.some(({ kind, outcome }) => kind === 'readiness' && outcome === 503);
  if (isReady === true && isUnready) found.push('an instance was not ready');
  if (isReady === false && !isUnready) found.push('all instances stayed ready');
  const dead = [...during, ...after].some(
    ({ kind, outcome }) => kind === 'liveness' && outcome !== 'lost' && outcome !== 200,
  );
  if (dead) found.push('a liveness probe failed');
  return found;
}

/**
 * The alerts of the hypothesis must fire and resolve, and no other alert of severity `page` may fire. Latency alerts
 * are ignored unless the hypothesis expects them, because a slow machine raises them too.
 */
function ofAlerts(
  { alerts = [], possibleAlerts = [] }: Hypothesis,
  { alerts: measured }: Measurements,
): string[] {
  if (measured === undefined) return [];
  const found: string[] = [];
  const names = measured.fired.map(({ name }) => name);
  for (const name of alerts) if (!names.includes(name)) found.push(`${name} did not fire`);
  for (const name of measured.unresolved) found.push(`${name} did not resolve`);
  const kindOf = (name: string): string => name.split(' ')[0] ?? '';
  const expected = new Set(['LatencyBudgetBurn', ...[...alerts, ...possibleAlerts].map(kindOf)]);
  for (const { name, severity } of measured.fired) {
    if (severity === 'page' && !expected.has(kindOf(name))) found.push(`${name} fired`);
  }
  return [...new Set(found)];
}

/** The time from the end of the failure to the end of the last failed request, in milliseconds. */
export function recoveryOf({ after, endedAt }: Measurements): number {
  const failed = after.filter((attempt) => isRequest(attempt) && !hasSucceeded(attempt));
  return Math.max(0, ...failed.map((attempt) => attempt.endedAt - endedAt));
}

/** The outcomes of requests: `201 × 12, 503 × 3`. */
export function outcomesOf(attempts: readonly Attempt[]): string {
  const kinds = Map.groupBy(attempts.filter(isRequest), ({ outcome }) => String(outcome));
  return [...kinds]
    .sort()
    .map(([kind, { length }]) => `${kind} × ${length}`)
    .join(', ');
}

/** The duration of the slowest request in milliseconds. */
export function slowestMs(attempts: readonly Attempt[]): number {
  return Math.max(0, ...attempts.filter(isRequest).map(durationOf));
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
