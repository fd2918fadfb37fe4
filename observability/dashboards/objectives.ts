import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { chosen, operationLegend, operationLinks, taskOperations } from './operations.ts';
import type { Panel } from './panel.ts';

interface Objective {
  readonly name: string;
  /** The part of the names of its recorded series. */
  readonly bad: 'errors' | 'slow';
  readonly promise: string;
  readonly share: number;
}

const objectives: readonly Objective[] = [
  { name: 'Availability', bad: 'errors', promise: 'answered without a 5xx', share: 0.999 },
  { name: 'Latency', bad: 'slow', promise: 'answered within 25 ms', share: 0.99 },
];

/** The burn rates of the alerts (observability/prometheus/rules/objectives.yml). */
const windows = ['5m', '1h', '6h', '1d', '3d'];
const burnRates = [
  { from: 1, color: 'orange' },
  { from: 6, color: 'red' },
] as const;

/** What may be bad. Rounded, for 1 - 0.999 is a little more than 0.001. */
const budgetOf = ({ share }: Objective): number => Number((1 - share).toFixed(6));

const badShare = ({ bad }: Objective, window: string): string =>
  `sum(sum_over_time(instance:api_task_${bad}:rate5m{${chosen}}[${window}])) / sum(sum_over_time(instance:api_task_requests:rate5m{${chosen}}[${window}]))`;

/** The objectives: whether they are kept, what is left of their budgets, and how fast it goes. */
export function objectivesPage(contract: Contract): Dashboard {
  return {
    uid: 'task-manager-slo',
    title: 'Objectives',
    description:
      'The objectives of the task operations, over 14 days: kept or not, the budget that is left, and how fast it burns.',
    from: 'now-6h',
    rows: [
      { question: 'Are the objectives kept?', panels: objectives.flatMap(kept) },
      { question: 'How fast does the budget burn?', panels: objectives.map(burning) },
      { question: 'How did the budget go?', panels: objectives.map(history) },
      { question: 'Which operation spends it?', panels: spenders(contract) },
    ],
  };
}

function kept(objective: Objective): Panel[] {
  const { name, promise, share } = objective;
  const of = `task requests that have to be ${promise}`;
  return [
    {
      kind: 'figure',
      title: `${name}: objective`,
      description: `The share of the ${of}.`,
      unit: 'percentunit',
      width: 4,
      decimals: 1,
      queries: [{ expr: `${share} * max(up{${chosen}}) ^ 0`, legend: 'objective' }],
    },
    {
      kind: 'figure',
      title: `${name}: last 14 days`,
      description: `The share of task requests that were ${promise}.`,
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
      title: `${name}: budget left`,
      description:
        'What is left of what may be bad in 14 days. Below zero, the objective is missed: changes wait, and what mends it comes first.',
      unit: 'percentunit',
      width: 4,
      decimals: 1,
      queries: [{ expr: `1 - (${badShare(objective, '14d')}) / ${budgetOf(objective)}`, legend: 'left' }],
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
      'How many times faster than allowed the budget goes, over each window. 1 is just what is allowed. Somebody is called at 14.4 over 1 h and at 6 over 6 h; 3 over 1 d and 1 over 3 d are a ticket.',
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
    title: `${objective.name}: budget left over time`,
    description:
      'The budget that was left of the 14 days before each moment. Of the whole job: the objective is not one of an instance.',
    unit: 'percentunit',
    width: 12,
    max: 1,
    queries: [
      { expr: `1 - job:api_task_${objective.bad}:ratio_rate14d{job=~"$job"} / ${budget}`, legend: '{{job}}' },
    ],
  };
}

function spenders(contract: Contract): Panel[] {
  const tasks = taskOperations(contract);
  const links = operationLinks(contract);
  return [
    {
      kind: 'graph',
      title: 'Failed requests by operation',
      description: 'Task requests a second that were answered with a 5xx.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: `sum by (method, endpoint) (rate(api_requests_total{${chosen}, ${tasks}, status=~"5.."}[$__rate_interval]))`,
          legend: operationLegend,
        },
      ],
      links,
    },
    {
      kind: 'graph',
      title: 'Slow requests by operation',
      description: 'Task requests a second that took more than 25 ms.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: `sum by (method, endpoint) (rate(api_request_duration_seconds_count{${chosen}, ${tasks}}[$__rate_interval])) - sum by (method, endpoint) (rate(api_request_duration_seconds_bucket{${chosen}, ${tasks}, le="0.025"}[$__rate_interval]))`,
          legend: operationLegend,
        },
      ],
      links,
    },
  ];
}
