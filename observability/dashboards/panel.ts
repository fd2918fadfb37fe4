// A panel, and its JSON for Grafana. Panels have only the options that the dashboards use. Title, description and unit are
// required.

/** A query and the name of its series, in which `{{label}}` is replaced by the label's value. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** The color that a panel uses for the value `from` and above. */
export interface Threshold {
  readonly from: number;
  readonly color: 'green' | 'orange' | 'red';
}

/** A link from the series with this name. */
export interface SeriesLink {
  readonly series: string;
  readonly title: string;
  readonly url: string;
}

export interface Panel {
  readonly kind: 'graph' | 'figure' | 'heatmap';
  readonly title: string;
  /** What the panel shows, and how to interpret it. */
  readonly description: string;
  /** Grafana's id of the unit: https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
  readonly unit: string;
  /** The width in columns. A row has 24. */
  readonly width: number;
  readonly queries: readonly Query[];
  readonly thresholds?: readonly Threshold[];
  readonly links?: readonly SeriesLink[];
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  /** Texts to show instead of particular values. */
  readonly valueLabels?: Readonly<Record<number, { readonly text: string; readonly color: string }>>;
  /** Whether to show the name of the series instead of its value. */
  readonly showsName?: boolean;
  /** Whether to show the exemplars of the queries, which lead to traces. */
  readonly exemplars?: boolean;
  /** Whether to stack the series. */
  readonly stacked?: boolean;
}

/** The position of a panel in Grafana's grid. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

type Json = Readonly<Record<string, unknown>>;

const datasource = { type: 'prometheus', uid: '${datasource}' };

/** The height of a panel in rows of the grid. */
export const heightOf = ({ kind }: Panel): number => (kind === 'figure' ? 4 : 8);

/** The panel as Grafana's JSON. */
export function panelJson(panel: Panel, id: number, gridPos: GridPosition): Json {
  const { title, description, queries } = panel;
  return {
    id,
    type: { graph: 'timeseries', figure: 'stat', heatmap: 'heatmap' }[panel.kind],
    title,
    description,
    datasource,
    gridPos,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat: legend,
      format: panel.kind === 'heatmap' ? 'heatmap' : 'time_series',
      ...(panel.kind === 'figure' ? { instant: true } : { range: true }),
      ...(panel.exemplars === true ? { exemplar: true } : {}),
    })),
    fieldConfig: { defaults: fieldDefaults(panel), overrides: (panel.links ?? []).map(override) },
    options: optionsOf(panel),
  };
}

function fieldDefaults(panel: Panel): Json {
  const { kind, unit, min, max, decimals, thresholds = [], valueLabels } = panel;
  return {
    unit,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(valueLabels === undefined ? {} : { mappings: [{ type: 'value', options: valueLabels }] }),
    color: { mode: kind === 'figure' ? 'thresholds' : 'palette-classic' },
    thresholds: {
      mode: 'absolute',
      steps: [
        // Grafana requires a first step without a value.
        { color: thresholds[0]?.from === -Infinity ? thresholds[0].color : 'green', value: null },
        ...thresholds
          .filter(({ from }) => from !== -Infinity)
          .map(({ from, color }) => ({ color, value: from })),
      ],
    },
    ...(kind === 'graph' ? { custom: graphStyle(panel) } : {}),
  };
}

const graphStyle = ({ stacked = false, thresholds = [] }: Panel): Json => ({
  lineWidth: 1,
  fillOpacity: stacked ? 30 : 5,
  showPoints: 'never',
  spanNulls: false,
  stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
  thresholdsStyle: { mode: thresholds.length > 0 ? 'dashed' : 'off' },
});

const override = ({ series, title, url }: SeriesLink): Json => ({
  matcher: { id: 'byName', options: series },
  properties: [{ id: 'links', value: [{ title, url, targetBlank: true }] }],
});

function optionsOf({ kind, unit, showsName = false, queries }: Panel): Json {
  if (kind === 'figure') {
    return {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      textMode: showsName ? 'name' : queries.length > 1 ? 'value_and_name' : 'auto',
      colorMode: 'value',
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
    };
  }
  if (kind === 'heatmap') {
    return {
      calculate: false,
      color: { mode: 'scheme', scheme: 'Oranges', steps: 64, exponent: 0.5 },
      yAxis: { unit, axisPlacement: 'left' },
      cellGap: 1,
      tooltip: { mode: 'single', yHistogram: false },
      legend: { show: true },
    };
  }
  return {
    tooltip: { mode: 'multi', sort: 'desc' },
    legend: {
      displayMode: 'table',
      placement: 'bottom',
      showLegend: true,
      calcs: ['mean', 'max', 'lastNotNull'],
    },
  };
}
