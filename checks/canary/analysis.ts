// Analyzes a canary as Argo Rollouts does: measures each metric until it fails, is inconclusive too often, or has been
// measured often enough. Argo Rollouts itself does not run here.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** The phases of a measurement or an analysis in Argo Rollouts. */
export type Phase = 'Successful' | 'Failed' | 'Inconclusive';

/** A metric of an AnalysisTemplate. */
export interface Metric {
  readonly name: string;
  readonly failureLimit: number;
  readonly inconclusiveLimit: number;
  readonly successCondition: string;
  readonly failureCondition: string;
  readonly provider: { readonly prometheus: { readonly query: string } };
}

/** Runs a Prometheus query and returns its values. */
export type Query = (query: string) => Promise<readonly number[]>;

const template = new URL('../../deploy/components/canary/analysis-template.yaml', import.meta.url);

/** The metrics of the analysis template in deploy/components/canary. */
export const metrics = (): readonly Metric[] =>
  (load(readFileSync(template, 'utf8')) as { spec: { metrics: Metric[] } }).spec.metrics;

/**
 * Evaluates a condition of the form `len(result) > 0 && result[0] < 1` (or `>= 1`). The template uses no other form.
 * Comparisons with NaN are false.
 */
function holds(condition: string, result: readonly number[]): boolean {
  const [, operator, bound] = /^len\(result\) > 0 && result\[0\] (<|>=) ([\d.]+)$/.exec(condition) ?? [];
  if (operator === undefined) throw new Error(`Cannot evaluate the condition ${condition}`);
  const [value] = result;
  if (value === undefined) return false;
  return operator === '<' ? value < Number(bound) : value >= Number(bound);
}

/** The phase of one measurement. */
export function phaseOf(metric: Metric, result: readonly number[]): Phase {
  if (holds(metric.failureCondition, result)) return 'Failed';
  return holds(metric.successCondition, result) ? 'Successful' : 'Inconclusive';
}

/** The outcome of a metric, with the values that were measured. */
export interface Outcome {
  readonly metric: string;
  readonly phase: Phase;
  readonly values: readonly (number | undefined)[];
}

/**
 * Measures each metric of a version at most `count` times, and calls `pause` in between. The measurements of a metric
 * end when its failures or its inconclusive measurements exceed their limit.
 */
export function analyze(
  version: string,
  query: Query,
  count: number,
  pause: () => Promise<void>,
): Promise<Outcome[]> {
  return Promise.all(
    metrics().map(async (metric) => {
      const values: (number | undefined)[] = [];
      const counts = { Successful: 0, Failed: 0, Inconclusive: 0 };
      let phase: Phase = 'Successful';
      while (values.length < count && phase === 'Successful') {
        if (values.length > 0) await pause();
        const result = await query(metric.provider.prometheus.query.replaceAll('{{args.version}}', version));
        values.push(result[0]);
        counts[phaseOf(metric, result)] += 1;
        if (counts.Failed > metric.failureLimit) phase = 'Failed';
        else if (counts.Inconclusive > metric.inconclusiveLimit) phase = 'Inconclusive';
      }
      return { metric: metric.name, phase, values };
    }),
  );
}
