import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { selected, operationLegend, operationLinks, taskOperations } from './operations.ts';
import type { Panel } from './panel.ts';

interface Objective {
  readonly name: string;
  /** The part of the names of recorded series that identifies the objective. */
  readonly bad: 'errors' | 'slow';
  readonly promise: string;
  readonly share: number;
}

const objectives: readonly Objective[] = [
  { name: 'Availability', bad: 'errors', promise: 'without a 5xx response', share: 0.999 },
  { name: 'Latency', bad: 'slow', promise: 'completed within 25 ms', share: 0.99 },
];

/** The burn rates of the alerts (observability/prometheus/rules/objectives.yml). */
const windows = ['5m', '1h', '6h', '1d', '3d'];
const burnRates = [
  { from: 1, color: 'orange' },
  { from: 6, color: 'red' },
] as const;

/** The error budget as a share. Rounded, because 1 - 0.999 is slightly more than 0.001. */
const budgetOf = ({ share }: Objective): number => Number((1 - share).toFixed(6));

const badShare = ({ bad }: Objective, window: string): string =>
  `sum(sum_over_time(instance:api_task_${bad}:rate5m{${selected}}[${window}])) / sum(sum_over_time(instance:api_task_requests:rate5m{${selected}}[${window}]))`;

/** The dashboard on the objectives, their remaining budgets, and the burn rates. */
export function objectivesPage(contract: Contract): Dashboard {
  return {
    uid: 'task-manager-slo',
    title: 'Objectives',
    description:
      'The objectives of the task operations over 14 days: their state, remaining budgets and burn rates.',
    from: 'now-6h',
    rows: [
      { question: 'Are the objectives met?', panels: objectives.flatMap(state) },
      { question: 'How fast does the budget burn?', panels: objectives.map(burning) },
      { question: 'How was the budget used?', panels: objectives.map(history) },
      { question: 'Which operations use the budget?', panels: byOperation(contract) },
    ],
  };
}

function state(objective: Objective): Panel[] {
  const { name, promise, share } = objective;
  return [
    {
      kind: 'figure',
      title: `${name}: objective`,
      description: `The target share of task requests ${promise}.`,
      unit: 'percentunit',
      width: 4,
      decimals: 1,
      queries: [{ expr: `${share} * max(up{${selected}}) ^ 0`, legend: 'objective' }],
    },
    {
      kind: 'figure',
      title: `${name}: last 14 days`,
      description: `The share of task requests ${promise}.`,
      unit: 'percentunit',
      width: 4,
      decimals: 3,
      queries: [{ expr: `1 - (${badShare(objective, '14d')})`, legend: name }],
      thresholds: [
        { from: -Infinity, color: 'red' },
        { from: share, color: 'green' },
      ],
    },
    {
      kind: 'figure',
      title: `${name}: remaining budget`,
      description:
        'The remaining part of the 14-day error budget. Below zero, the objective is missed: stop releasing changes until the cause is fixed.',
      unit: 'percentunit',
      width: 4,
      decimals: 1,
      queries: [
        { expr: `1 - (${badShare(objective, '14d')}) / ${budgetOf(objective)}`, legend: 'remaining' },
      ],
      thresholds: [
        { from: -Infinity, color: 'red' },
        { from: 0, color: 'orange' },
        { from: 0.25, color: 'green' },
      ],
    },
  ];
}

function burning(objective: Objective): Panel {
  return {
    kind: 'graph',
    title: `${objective.name}: burn rates`,
    description:
      'How many times faster than allowed the budget burns, by window. At 1, the budget lasts exactly 14 days. Rates of 14.4 over 1 h and 6 over 6 h raise a page; rates of 3 over 1 d and 1 over 3 d raise a ticket.',
    unit: 'short',
    width: 12,
    min: 0,
    queries: windows.map((window) => ({
      expr: `(${badShare(objective, window)}) / ${budgetOf(objective)}`,
      legend: window,
    })),
    thresholds: burnRates,
  };
}

function history(objective: Objective): Panel {
  const budget = budgetOf(objective);
  return {
    kind: 'graph',
    title: `${objective.name}: remaining budget over time`,
    description: 'The budget that remains after the preceding 14 days, for all instances together.',
    unit: 'percentunit',
    width: 12,
    max: 1,
    queries: [
      { expr: `1 - job:api_task_${objective.bad}:ratio_rate14d{job=~"$job"} / ${budget}`, legend: '{{job}}' },
    ],
  };
}

function byOperation(contract: Contract): Panel[] {
  const tasks = taskOperations(contract);
  const links = operationLinks(contract);
  return [
    {
      kind: 'graph',
      title: 'Failed requests by operation',
      description: 'Task requests per second with a 5xx response.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: `sum by (method, endpoint) (rate(api_requests_total{${selected}, ${tasks}, status=~"5.."}[$__rate_interval]))`,
          legend: operationLegend,
        },
      ],
      links,
    },
    {
      kind: 'graph',
      title: 'Slow requests by operation',
      description: 'Task requests per second that took more than 25 ms.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: `sum by (method, endpoint) (rate(api_request_duration_seconds_count{${selected}, ${tasks}}[$__rate_interval])) - sum by (method, endpoint) (rate(api_request_duration_seconds_bucket{${selected}, ${tasks}, le="0.025"}[$__rate_interval]))`,
          legend: operationLegend,
        },
      ],
      links,
    },
  ];
}
