import type { Dashboard } from './dashboard.ts';
import { chosen } from './operations.ts';
import type { Panel } from './panel.ts';

const quantile = (share: number, name: string): Panel => ({
  kind: 'graph',
  title: `Statement time, ${name}`,
  description: `${share * 100} % of the statements took this long at most, by what they were for. A commit is the wait for the disk.`,
  unit: 's',
  width: 8,
  min: 0,
  queries: [
    {
      expr: `histogram_quantile(${share}, sum by (le, kind) (rate(database_query_duration_seconds_bucket{${chosen}}[$__rate_interval])))`,
      legend: '{{kind}}',
    },
  ],
});

/** The database, as the service sees it. */
export const databasePage: Dashboard = {
  uid: 'task-manager-database',
  title: 'Database',
  description: 'Statements and commits, the write-ahead log, and the room that is left on the disk.',
  from: 'now-1h',
  rows: [
    {
      question: 'Is it slow?',
      panels: [quantile(0.5, 'p50'), quantile(0.95, 'p95'), quantile(0.99, 'p99')],
    },
    {
      question: 'What does it do?',
      panels: [
        {
          kind: 'graph',
          title: 'Statements',
          description: 'Statements a second, by what they are for.',
          unit: 'ops',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (kind) (rate(database_query_duration_seconds_count{${chosen}}[$__rate_interval]))`,
              legend: '{{kind}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Mean commit',
          description:
            'How long a commit takes: the time in which the disk takes it for good. It is most of what a write costs.',
          unit: 's',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (instance) (rate(database_query_duration_seconds_sum{${chosen}, kind="commit"}[$__rate_interval])) / sum by (instance) (rate(database_query_duration_seconds_count{${chosen}, kind="commit"}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Writes in a commit',
          description:
            'How many writes share one wait for the disk: those that wait at the same time are committed together. More than one under load is as it should be.',
          unit: 'short',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (instance) (rate(database_commit_group_size_sum{${chosen}}[$__rate_interval])) / sum by (instance) (rate(database_commit_group_size_count{${chosen}}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Time in the database',
          description:
            'The share of time that statements take, by what they are for. SQLite runs in the process: at 100 % nothing else does.',
          unit: 'percentunit',
          width: 6,
          min: 0,
          stacked: true,
          queries: [
            {
              expr: `sum by (kind) (rate(database_query_duration_seconds_sum{${chosen}}[$__rate_interval]))`,
              legend: '{{kind}}',
            },
          ],
        },
      ],
    },
    {
      question: 'Is there room?',
      panels: [
        {
          kind: 'graph',
          title: 'Write-ahead log',
          description:
            'Bytes in the write-ahead log. It is copied into the database from 4 MB on; above 64 MB something keeps it from being so.',
          unit: 'bytes',
          width: 8,
          min: 0,
          queries: [{ expr: `database_wal_bytes{${chosen}}`, legend: '{{instance}}' }],
          thresholds: [{ from: 64 * 1024 * 1024, color: 'red' }],
        },
        {
          kind: 'graph',
          title: 'Database on disk',
          description: 'Bytes of the database without its log.',
          unit: 'bytes',
          width: 8,
          min: 0,
          queries: [{ expr: `database_size_bytes{${chosen}}`, legend: '{{instance}}' }],
        },
        {
          kind: 'graph',
          title: 'Disk that is free',
          description:
            'The share of the disk of the data folder that is free. At nothing, writes are answered 503.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          queries: [
            {
              expr: `data_directory_free_bytes{${chosen}} / data_directory_size_bytes{${chosen}}`,
              legend: '{{instance}}',
            },
          ],
          thresholds: [
            { from: -Infinity, color: 'red' },
            { from: 0.05, color: 'orange' },
            { from: 0.25, color: 'green' },
          ],
        },
      ],
    },
  ],
};
