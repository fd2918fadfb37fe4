import type { Dashboard } from './dashboard.ts';
import { chosen } from './operations.ts';
import type { Panel } from './panel.ts';

const happened = (what: string, description: string): Panel => ({
  kind: 'figure',
  title: `Tasks ${what}`,
  description,
  unit: 'short',
  width: 4,
  decimals: 0,
  queries: [{ expr: `sum(increase(tasks_${what}_total{${chosen}}[$__range]))`, legend: what }],
});

// Each instance counts what is in the database that all of them share.
const now = (what: string): string => `max by (job) (tasks_${what}{${chosen}})`;

/** What the service is there for: tasks. */
export const businessPage: Dashboard = {
  uid: 'task-manager-business',
  title: 'Tasks',
  description: 'What the service is there for: tasks created, completed and deleted, open and overdue.',
  from: 'now-24h',
  rows: [
    {
      question: 'Is it used?',
      panels: [
        happened('created', 'Tasks that were created in the time that is shown.'),
        happened(
          'completed',
          'Tasks that became completed in the time that is shown; one that was opened again counts again.',
        ),
        happened('deleted', 'Tasks that were deleted in the time that is shown.'),
        {
          kind: 'figure',
          title: 'Open tasks',
          description:
            'Tasks of everybody that are pending or in progress. Counted anew when that takes less than a thousandth of the time.',
          unit: 'short',
          width: 6,
          decimals: 0,
          queries: [{ expr: now('open'), legend: 'open' }],
        },
        {
          kind: 'figure',
          title: 'Overdue tasks',
          description: 'Open tasks that were due before today (UTC).',
          unit: 'short',
          width: 6,
          decimals: 0,
          queries: [{ expr: now('overdue'), legend: 'overdue' }],
        },
      ],
    },
    {
      question: 'How does it develop?',
      panels: [
        {
          kind: 'graph',
          title: 'Tasks a minute',
          description:
            'Tasks that are created, completed and deleted in a minute. Nothing created on a working day: see whether clients still reach the service.',
          unit: 'opm',
          width: 12,
          min: 0,
          queries: ['created', 'completed', 'deleted'].map((what) => ({
            expr: `60 * sum(rate(tasks_${what}_total{${chosen}}[$__rate_interval]))`,
            legend: what,
          })),
        },
        {
          kind: 'graph',
          title: 'Open and overdue tasks',
          description:
            'How many tasks there are to be done, and how many of them should have been done before today.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: ['open', 'overdue'].map((what) => ({ expr: now(what), legend: what })),
        },
      ],
    },
  ],
};
