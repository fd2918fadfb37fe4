// All expressions that must return data: panels, recording rules and the comparisons in alerts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { observability } from './programs.ts';

export interface Expression {
  readonly source: string;
  readonly expr: string;
}

/** A Prometheus rule. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

/** The part of a dashboard that is checked. */
export interface DashboardFile {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly Panel[];
}

const rulesFolder = join(observability, 'prometheus/rules');
const dashboardsFolder = join(observability, 'grafana/dashboards');

/** All rules. */
export function rules(): Rule[] {
  return readdirSync(rulesFolder).flatMap((file) => {
    const { groups } = load(readFileSync(join(rulesFolder, file), 'utf8')) as { groups: { rules: Rule[] }[] };
    return groups.flatMap((group) => group.rules);
  });
}

/** All dashboards. */
export function dashboards(): DashboardFile[] {
  return readdirSync(dashboardsFolder).map(
    (file) => JSON.parse(readFileSync(join(dashboardsFolder, file), 'utf8')) as DashboardFile,
  );
}

/** The queries of the panels, as Grafana sends them with all variables selected. */
export function panelExpressions(): Expression[] {
  return dashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ refId, expr }) => ({
        source: `${title} / ${panel.title} / ${refId}`,
        expr: expr
          .replaceAll('$job', 'task-manager-api')
          .replaceAll('$instance', '.+')
          .replaceAll('$__rate_interval', '10s')
          .replaceAll('$__range', '5m'),
      })),
    ),
  );
}

/** The series that the recording rules produce. */
export function recordedExpressions(): Expression[] {
  return rules().flatMap(({ record }) => (record === undefined ? [] : [{ source: record, expr: record }]));
}

/** The expressions of the alerts with `bool` comparisons, which return 0 or 1 if both sides have data. */
export function alertExpressions(): Expression[] {
  return rules().flatMap(({ alert, labels, expr }) =>
    alert === undefined
      ? []
      : [{ source: [alert, labels?.['window']].filter(Boolean).join(' '), expr: compared(expr) }],
  );
}

/** Adds `bool` to comparisons. Skips label matchers, which contain `=` in braces. */
const compared = (expr: string): string =>
  expr.replace(/\{[^}]*(?:\{[^}]*\}[^}]*)*\}|(==|!=|>=|<=|>|<)/g, (all, comparison?: string) =>
    comparison === undefined ? all : `${comparison} bool`,
  );
