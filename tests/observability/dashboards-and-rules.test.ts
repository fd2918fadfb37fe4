// Compares dashboards and rules with the contract, the metrics, the runbooks and each other. `npm run check:observability`
// runs them.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { dashboardFiles } from '../../observability/dashboards/dashboard-files.ts';
import { operationLinks, taskRoutes } from '../../observability/dashboards/operations.ts';
import { cleanUp, serve, settings } from '../support/child-process.ts';
import { contract } from '../support/contract.ts';
import { dashboards, panelExpressions, rules } from '../../checks/observability/expressions.ts';
import { metricsIn, routesIn } from './promql-names.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const alerts = rules().filter(({ alert }) => alert !== undefined);
const named = alerts.map((rule) => [`${rule.alert} ${rule.labels?.['window'] ?? ''}`.trim(), rule] as const);

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: {
    readonly defaults: { readonly unit?: string };
    readonly overrides: readonly {
      readonly properties: readonly { readonly value: readonly { url: string }[] }[];
    }[];
  };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly editable: boolean;
  readonly templating: { readonly list: readonly { readonly name: string; readonly refresh?: number }[] };
  readonly panels: readonly Panel[];
}
const pages = dashboards() as unknown as Dashboard[];
const panels = pages.flatMap((page) =>
  page.panels
    .filter(({ type }) => type !== 'row')
    .map((panel) => [`${page.title}: ${panel.title}`, panel] as const),
);

describe('a scrape of the service', () => {
  let names: Set<string>;
  beforeAll(async () => {
    // Some metrics exist only with process metrics, or only with REDIS_URL, whether or not Redis is reachable.
    const redis = { REDIS_URL: 'redis://127.0.0.1:1' };
    const { url } = await serve({ ...settings(temporaryFolder()), ...redis });
    const text = await (await fetch(`${url}/metrics`)).text();
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    names = new Set([
      'up',
      ...types.flatMap(([, name = '', type]) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
      ),
      ...rules().flatMap(({ record }) => record ?? []),
    ]);
  });
  afterAll(cleanUp);

  test('contains every metric that the rules use', () => {
    const used = new Set(rules().flatMap(({ expr }) => metricsIn(expr)));
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(10);
  });

  test('contains every metric that the panels use', () => {
    const used = new Set(panelExpressions().flatMap(({ expr }) => metricsIn(expr)));
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
    expect(used.size).toBeGreaterThan(30);
  });
});

describe('the contract', () => {
  test('contains every route that the rules and panels select', () => {
    const routes = new Set(contract.operations.map(({ path }) => path));
    const asked = [...rules(), ...panelExpressions()].flatMap(({ expr }) => routesIn(expr));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((route) => !routes.has(route))).toEqual([]);
  });
});

describe('the objectives', () => {
  test('cover exactly the operations that require a user', () => {
    const matchers = rules().flatMap(({ expr }) => expr.match(/endpoint=~"[^"]*"/g) ?? []);
    expect(new Set(matchers)).toEqual(new Set([`endpoint=~"${taskRoutes(contract).join('|')}"`]));
  });
});

describe('the dashboards', () => {
  test('are those that `npm run generate` writes', () => {
    const folder = 'observability/grafana/dashboards/';
    const files = dashboardFiles(contract);
    expect(readdirSync(new URL(folder, root)).sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(read(folder + name)).toBe(text);
  });

  test.each(pages.map((page) => [page.title, page] as const))(
    '%s has variables for job and instance',
    (_title, page) => {
      expect(page.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance', 'api']);
      expect(page.editable).toBe(false);
    },
  );

  test.each(panels)('%s has a description and a unit, and selects by job and instance', (title, panel) => {
    expect(panel.title).toMatch(/\S/);
    expect(panel.description).toMatch(/^[A-Z0-9].*\.$/);
    expect(panel.fieldConfig?.defaults.unit).toMatch(/^(?:none|short|percentunit|bytes|s|reqps|ops|opm)$/);
    expect(panel.datasource?.uid).toBe('${datasource}');
    expect(panel.targets?.length).toBeGreaterThan(0);
    for (const { expr, legendFormat } of panel.targets ?? []) {
      expect(legendFormat).toMatch(/\S/);
      const selectors = expr.replaceAll(/\{(\w+Id)\}/g, '$1').match(/\{[^}]*\}/g) ?? [];
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) {
        expect(selector).toContain('job=~"$job"');
        // The objectives apply to all instances together (observability/dashboards/linter.yml).
        if (!title.endsWith('remaining budget over time'))
          expect(selector).toContain('instance=~"$instance"');
      }
      for (const [, window] of expr.matchAll(/\b(?:i?rate)\([^[\]]*\[([^\]]*)\]/g)) {
        expect(window).toBe('$__rate_interval');
      }
    }
  });

  test('link each series of an operation to the reference', () => {
    const urls = new Set(operationLinks(contract).map(({ url }) => url));
    expect(urls).toContain('${api}/docs/#listTasks');
    expect(urls.size).toBe(contract.operations.length);
    const byOperation = panels.filter(([, { targets = [] }]) =>
      targets.some(
        ({ legendFormat }) =>
          /\{\{(?:method|operation)\}\}/.test(legendFormat) && !legendFormat.includes('location'),
      ),
    );
    expect(byOperation.length).toBeGreaterThan(5);
    for (const [, { fieldConfig }] of byOperation) {
      const links =
        fieldConfig?.overrides.flatMap(({ properties }) => properties.flatMap(({ value }) => value)) ?? [];
      expect(new Set(links.map(({ url }) => url))).toEqual(urls);
    }
  });

  test('are described in docs/observability.md, row by row', () => {
    const text = read('docs/observability.md');
    const rows = pages.flatMap((page) =>
      page.panels.filter(({ type }) => type === 'row').map(({ title }) => title),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !text.includes(`| ${row} `))).toEqual([]);
    expect(pages.filter(({ title }) => !text.includes(`| ${title} `))).toEqual([]);
  });
});

interface RuleTests {
  readonly tests: readonly {
    readonly promql_expr_test?: readonly {
      readonly expr: string;
      readonly exp_samples: readonly unknown[];
    }[];
  }[];
}

describe('an alert', () => {
  const cases = readdirSync(new URL('observability/prometheus/tests', root)).flatMap((file) =>
    (load(read(`observability/prometheus/tests/${file}`)) as RuleTests).tests.flatMap(
      ({ promql_expr_test: expressions = [] }) => expressions,
    ),
  );

  test.each(named)(
    '%s has a runbook, a dashboard, a description and a receiver',
    (_name, { alert = '', labels, annotations = {} }) => {
      expect(labels?.['severity']).toMatch(/^(?:page|ticket)$/);
      expect(annotations).toMatchObject({ summary: expect.any(String), description: expect.any(String) });
      const runbook = annotations['runbook_url'] ?? '';
      expect(runbook).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
      expect(existsSync(new URL(runbook, root))).toBe(true);
      const text = read(runbook);
      expect(text.split('\n', 1)[0]).toContain(alert);
      expect(text.match(/^## .*$/gm)).toEqual(['## First steps', '## Diagnosis', '## Remedy']);
      expect(pages.map(({ uid }) => `/d/${uid}`)).toContain(annotations['dashboard']);
      const link = runbook.replace('docs/', '');
      expect(read('docs/observability.md')).toContain(`[${alert}](${link})`);
      expect(read('docs/runbooks/README.md')).toContain(alert);
    },
  );

  test.each(named)(
    '%s has a test in which it fires, and one in which it does not',
    (_name, { alert = '', labels }) => {
      const own = cases.filter(
        ({ expr }) =>
          expr.includes(`alertname="${alert}"`) &&
          (labels?.['window'] === undefined || expr.includes(`window="${labels['window']}"`)),
      );
      expect(own.some((each) => each.exp_samples.length > 0)).toBe(true);
      expect(own.some((each) => each.exp_samples.length === 0)).toBe(true);
    },
  );

  test('on a budget uses the burn rates from the SRE workbook', () => {
    const table = {
      '1h': [14.4, '5m', 'page'],
      '6h': [6, '30m', 'page'],
      '1d': [3, '2h', 'ticket'],
      '3d': [1, '6h', 'ticket'],
    };
    for (const [kind, budget] of [
      ['errors', 0.001],
      ['slow', 0.01],
    ] as const) {
      for (const [window, [burn, short, severity]] of Object.entries(table)) {
        const [alert] = alerts.filter(({ expr }) =>
          expr.startsWith(`job:api_task_${kind}:ratio_rate${window} `),
        );
        const share = `${burn} * ${budget}`;
        expect(alert?.expr.trim().split('\n')).toEqual([
          `job:api_task_${kind}:ratio_rate${window} > ${share}`,
          `and job:api_task_${kind}:ratio_rate${short} > ${share}`,
          `and job:api_task_${kind}:increase${window} >= 10`,
        ]);
        expect(alert?.labels).toMatchObject({ severity, window });
      }
    }
  });
});
