import type { Dashboard } from './dashboard.ts';
import { selected } from './operations.ts';
import type { Panel } from './panel.ts';

const eventPanel = (what: string, description: string): Panel => ({
  kind: 'figure',
  title: `Tasks ${what}`,
  description,
  unit: 'short',
  width: 4,
  decimals: 0,
  queries: [{ expr: `sum(increase(tasks_${what}_total{${selected}}[$__range]))`, legend: what }],
});

// Every instance reports the tasks of the shared database, so a sum would count them repeatedly.
const maximum = (metric: string): string => `max by (job) (${metric}{${selected}})`;

const currentCount = (what: string): string => maximum(`tasks_${what}`);

/** The dashboard on the use of the service: tasks created, completed, deleted, open and overdue. */
export const businessPage: Dashboard = {
  uid: 'task-manager-business',
  title: 'Tasks',
  description: 'Tasks created, completed and deleted; open and overdue tasks.',
  from: 'now-24h',
  rows: [
    {
      question: 'Is the service used?',
      panels: [
        eventPanel('created', 'Tasks created in the selected time range.'),
        eventPanel(
          'completed',
          'Tasks completed in the selected time range. A task that is reopened and completed again counts twice.',
        ),
        eventPanel('deleted', 'Tasks deleted in the selected time range.'),
        {
          kind: 'figure',
          title: 'Open tasks',
          description:
            'Pending and in-progress tasks of all users. The service spends at most a thousandth of its time on counting them, so the value may be outdated.',
          unit: 'short',
          width: 6,
          decimals: 0,
          queries: [{ expr: currentCount('open'), legend: 'open' }],
        },
        {
          kind: 'figure',
          title: 'Overdue tasks',
          description: 'Open tasks whose due date is before today (UTC).',
          unit: 'short',
          width: 6,
          decimals: 0,
          queries: [{ expr: currentCount('overdue'), legend: 'overdue' }],
        },
      ],
    },
    {
      question: 'Do copies stay in sync?',
      panels: [
        {
          kind: 'graph',
          title: 'Long polls',
          description:
            'Requests that wait for a change, by instance. When an instance has MAX_LONG_POLLS of them, it returns 503 to further requests that would wait.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [{ expr: `long_polls{${selected}}`, legend: '{{instance}}' }],
        },
        {
          kind: 'graph',
          title: 'Shared wake-ups',
          description:
            '1 if changes by other instances end long polls immediately. 0 if they end them up to a second later. Always 1 with SQLite.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [{ expr: `wake_ups_shared{${selected}}`, legend: '{{instance}}' }],
        },
      ],
    },
    {
      question: 'Do webhooks receive their events?',
      panels: [
        {
          kind: 'graph',
          title: 'Late events',
          description:
            'The longest time that a webhook with a due event has waited for a delivery to begin. Above a few seconds, no instance delivers events, or all instances are busy.',
          unit: 's',
          width: 6,
          min: 0,
          queries: [{ expr: maximum('webhook_late_seconds'), legend: 'late' }],
        },
        {
          kind: 'graph',
          title: 'Oldest undelivered event',
          description:
            'Age of the oldest event that its receiver has not confirmed. After three days of attempts, the service disables the webhook.',
          unit: 's',
          width: 6,
          min: 0,
          queries: [{ expr: maximum('webhook_oldest_undelivered_seconds'), legend: 'age' }],
        },
        {
          kind: 'graph',
          title: 'Attempts',
          description: 'Attempts to deliver events per minute, by outcome.',
          unit: 'opm',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `60 * sum by (outcome) (rate(webhook_attempts_total{${selected}}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Webhooks and undelivered events',
          description:
            'Enabled webhooks, disabled webhooks, and the events that wait for their delivery to enabled webhooks.',
          unit: 'short',
          width: 6,
          min: 0,
          queries: [
            { expr: maximum('webhooks_enabled'), legend: 'enabled' },
            { expr: maximum('webhooks_disabled'), legend: 'disabled' },
            { expr: maximum('webhook_events_undelivered'), legend: 'undelivered' },
          ],
        },
      ],
    },
    {
      question: 'How does usage change over time?',
      panels: [
        {
          kind: 'graph',
          title: 'Tasks per minute',
          description:
            'Tasks created, completed and deleted per minute. If no task is created on a working day, check whether clients still reach the service.',
          unit: 'opm',
          width: 12,
          min: 0,
          queries: ['created', 'completed', 'deleted'].map((what) => ({
            expr: `60 * sum(rate(tasks_${what}_total{${selected}}[$__rate_interval]))`,
            legend: what,
          })),
        },
        {
          kind: 'graph',
          title: 'Open and overdue tasks',
          description: 'Open tasks, and the open tasks whose due date has passed.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: ['open', 'overdue'].map((what) => ({ expr: currentCount(what), legend: what })),
        },
      ],
    },
  ],
};
