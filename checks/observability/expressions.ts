// Every expression that has to be answered with data: those of the panels, of the recording rules, and the left sides of
// the alerts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { observability } from './paths.ts';

/** An expression, and where it stands. */
export interface Expression {
  readonly place: string;
  readonly expr: string;
}

/** A rule as its file has it. */
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

/** A dashboard as its file has it, as far as it is checked. */
export interface DashboardFile {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly Panel[];
}

const rulesFolder = join(observability, 'prometheus/rules');
const dashboardsFolder = join(observability, 'grafana/dashboards');

/** Every rule, from the files that Prometheus is given. */
export function rules(): Rule[] {
  return readdirSync(rulesFolder).flatMap((file) => {
    const { groups } = load(readFileSync(join(rulesFolder, file), 'utf8')) as { groups: { rules: Rule[] }[] };
    return groups.flatMap((group) => group.rules);
  });
}

/** Every dashboard, from the files that Grafana is given. */
export function dashboards(): DashboardFile[] {
  return readdirSync(dashboardsFolder).map(
    (file) => JSON.parse(readFileSync(join(dashboardsFolder, file), 'utf8')) as DashboardFile,
  );
}

/** The queries of the panels, as Grafana sends them when everything is chosen. */
export function panelExpressions(): Expression[] {
  return dashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      (panel.targets ?? []).map(({ refId, expr }) => ({
        place: `${title} / ${panel.title} / ${refId}`,
        expr: expr
          .replaceAll('$job', 'task-manager-api')
          .replaceAll('$instance', '.+')
          .replaceAll('$__rate_interval', '10s')
          .replaceAll('$__range', '5m'),
      })),
    ),
  );
}

/** What each recording rule has recorded. */
export function recordedExpressions(): Expression[] {
  return rules().flatMap(({ record }) => (record === undefined ? [] : [{ place: record, expr: record }]));
}

/**
 * What each alert compares: with `bool` after each comparison, the answer is 0 or 1, and there is one only where there
 * was something to compare.
 */
export function alertExpressions(): Expression[] {
  return rules().flatMap(({ alert, labels, expr }) =>
    alert === undefined
      ? []
      : [{ place: [alert, labels?.['window']].filter(Boolean).join(' '), expr: compared(expr) }],
  );
}

/** Label matchers have `=` and `<` of their own, in braces. */
const compared = (expr: string): string =>
  expr.replace(/\{[^}]*(?:\{[^}]*\}[^}]*)*\}|(==|!=|>=|<=|>|<)/g, (all, comparison?: string) =>
    comparison === undefined ? all : `${comparison} bool`,
  );
