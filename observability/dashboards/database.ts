import type { Dashboard } from './dashboard.ts';
import { selected } from './operations.ts';
import type { Panel } from './panel.ts';

const quantile = (share: number, name: string): Panel => ({
  kind: 'graph',
  title: `Statement time, ${name}`,
  description: `${share * 100} % of the statements took at most this long, by kind. A commit waits for the disk.`,
  unit: 's',
  width: 8,
  min: 0,
  queries: [
    {
      expr: `histogram_quantile(${share}, sum by (le, kind) (rate(database_query_duration_seconds_bucket{${selected}}[$__rate_interval])))`,
      legend: '{{kind}}',
    },
  ],
});

/** The dashboard on the database, as measured by the service. */
export const databasePage: Dashboard = {
  uid: 'task-manager-database',
  title: 'Database',
  description: 'Statements and commits, expensive reads, the write-ahead log, and free disk space.',
  from: 'now-1h',
  rows: [
    {
      question: 'Is the database slow?',
      panels: [quantile(0.5, 'p50'), quantile(0.95, 'p95'), quantile(0.99, 'p99')],
    },
    {
      question: 'How busy is the database?',
      panels: [
        {
          kind: 'graph',
          title: 'Statements',
          description: 'Statements per second, by kind.',
          unit: 'ops',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (kind) (rate(database_query_duration_seconds_count{${selected}}[$__rate_interval]))`,
              legend: '{{kind}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Mean commit',
          description:
            'Mean duration of a commit, which syncs the data to the disk. A write spends most of its time in the commit.',
          unit: 's',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (instance) (rate(database_query_duration_seconds_sum{${selected}, kind="commit"}[$__rate_interval])) / sum by (instance) (rate(database_query_duration_seconds_count{${selected}, kind="commit"}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Writes per commit',
          description:
            'Writes that wait at the same time are committed together and share one sync. More than one per commit is normal under load.',
          unit: 'short',
          width: 6,
          min: 0,
          queries: [
            {
              expr: `sum by (instance) (rate(database_commit_group_size_sum{${selected}}[$__rate_interval])) / sum by (instance) (rate(database_commit_group_size_count{${selected}}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Time in the database',
          description:
            'The share of time that statements take, by kind. SQLite runs inside the process, so at 100 % the process does nothing else.',
          unit: 'percentunit',
          width: 6,
          min: 0,
          stacked: true,
          queries: [
            {
              expr: `sum by (kind) (rate(database_query_duration_seconds_sum{${selected}}[$__rate_interval]))`,
              legend: '{{kind}}',
            },
          ],
        },
      ],
    },
    {
      question: 'Are reads too expensive?',
      panels: [
        {
          kind: 'graph',
          title: 'Expensive reads',
          description:
            'Lists per second that no index serves, by outcome. Stopped and refused lists return 503. With SQLite, only lists that run in a thread are counted.',
          unit: 'ops',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (outcome) (rate(database_expensive_reads_total{${selected}}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Waiting expensive reads',
          description:
            'Expensive reads that are running, and those that are waiting. A read first waits for earlier reads of the same user.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            { expr: `sum(database_expensive_reads_running{${selected}})`, legend: 'running' },
            { expr: `sum(database_expensive_reads_waiting{${selected}})`, legend: 'waiting' },
          ],
        },
      ],
    },
    {
      question: 'Is there enough space?',
      panels: [
        {
          kind: 'graph',
          title: 'Write-ahead log',
          description:
            'Size of the write-ahead log. When it reaches 4 MB, a checkpoint copies it into the database. If it exceeds 64 MB, something prevents checkpoints.',
          unit: 'bytes',
          width: 8,
          min: 0,
          queries: [{ expr: `database_wal_bytes{${selected}}`, legend: '{{instance}}' }],
          thresholds: [{ from: 64 * 1024 * 1024, color: 'red' }],
        },
        {
          kind: 'graph',
          title: 'Database size',
          description: 'Size of the database file, without its write-ahead log.',
          unit: 'bytes',
          width: 8,
          min: 0,
          queries: [{ expr: `database_size_bytes{${selected}}`, legend: '{{instance}}' }],
        },
        {
          kind: 'graph',
          title: 'Usage relative to the maximum size',
          description:
            'The part of the database file that contains data, as a share of DATABASE_MAX_MB. At 95 % and above, creates and changes fail with a 503.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          queries: [
            {
              expr: `database_used_bytes{${selected}} / database_max_bytes{${selected}}`,
              legend: '{{instance}}',
            },
          ],
          thresholds: [
            { from: -Infinity, color: 'green' },
            { from: 0.8, color: 'orange' },
            { from: 0.95, color: 'red' },
          ],
        },
        {
          kind: 'graph',
          title: 'Free disk space',
          description:
            'The free share of the disk with the data directory. Writes fail with a 503 when the disk is full.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          queries: [
            {
              expr: `data_directory_free_bytes{${selected}} / data_directory_size_bytes{${selected}}`,
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
