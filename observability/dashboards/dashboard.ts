// A dashboard: rows of panels, each with a question as its title, and the variables that all dashboards share.
import { heightOf, panelJson } from './panel.ts';
import type { Panel } from './panel.ts';

/** A row of panels. Its title is the question that its panels answer. */
export interface Row {
  readonly question: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** Grafana serves the dashboard at `/d/UID`, and its file is named `UID.json`. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** The start of the initial time range, for example `now-1h`. */
  readonly from: string;
  readonly rows: readonly Row[];
}

const columns = 24;
const tag = 'task-manager-api';

/** The text of a dashboard's file. */
export function dashboardText(dashboard: Dashboard): string {
  const { uid, title, description, from } = dashboard;
  const json = {
    uid,
    title,
    description,
    tags: [tag],
    // The schema of Grafana 10, which later versions read too.
    schemaVersion: 39,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    time: { from, to: 'now' },
    timezone: 'browser',
    annotations: { list: [] },
    links: [
      {
        type: 'dashboards',
        title: 'Dashboards',
        tags: [tag],
        asDropdown: true,
        includeVars: true,
        keepTime: true,
      },
      { type: 'link', title: 'API reference', url: '${api}/docs/', icon: 'doc', targetBlank: true },
    ],
    templating: { list: variables },
    panels: layOut(dashboard.rows),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

const variables = [
  { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {}, hide: 0 },
  fromLabel('job', 'Job', 'api_build_info'),
  fromLabel('instance', 'Instance', 'api_build_info{job=~"$job"}'),
  // The base URL of the API for links to its reference.
  {
    name: 'api',
    label: 'API',
    type: 'textbox',
    query: 'http://localhost:5000',
    current: { text: 'http://localhost:5000', value: 'http://localhost:5000' },
    options: [{ text: 'http://localhost:5000', value: 'http://localhost:5000', selected: true }],
    hide: 0,
  },
];

function fromLabel(name: string, label: string, series: string) {
  const query = `label_values(${series}, ${name})`;
  return {
    name,
    label,
    type: 'query',
    datasource: { type: 'prometheus', uid: '${datasource}' },
    definition: query,
    query: { query, refId: name },
    // The value 2 reloads the instances when the time range changes, because instances of last week may no longer exist.
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.+',
    current: { selected: true, text: ['All'], value: ['$__all'] },
    hide: 0,
  };
}

/** Places the panels of each row side by side under the row's title, and wraps them where the row is full. */
function layOut(rows: readonly Row[]): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const { question, panels: members } of rows) {
    const gridPos = { x: 0, y, w: columns, h: 1 };
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: question,
      collapsed: false,
      gridPos,
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of members) {
      if (x + panel.width > columns) {
        y += height;
        x = height = 0;
      }
      panels.push(panelJson(panel, panels.length + 1, { x, y, w: panel.width, h: heightOf(panel) }));
      x += panel.width;
      height = Math.max(height, heightOf(panel));
    }
    y += height;
  }
  return panels;
}
