import type { Dashboard } from './dashboard.ts';
import { chosen } from './operations.ts';
import type { Panel } from './panel.ts';

/** A graph of some series as they are, for each instance. */
function series(
  title: string,
  description: string,
  unit: string,
  names: Readonly<Record<string, string>>,
): Panel {
  const queries = Object.entries(names).map(([name, legend]) => ({
    expr: `${name}{${chosen}}`,
    legend: `${legend} {{instance}}`,
  }));
  return { kind: 'graph', title, description, unit, width: 12, min: 0, queries };
}

/** The process of each instance: what Node does. */
export const processPage: Dashboard = {
  uid: 'task-manager-process',
  title: 'Process',
  description: 'Node: its event loop, memory, garbage collection and handles, of each instance.',
  from: 'now-1h',
  rows: [
    {
      question: 'Is it held up?',
      panels: [
        {
          ...series(
            'Event-loop lag',
            'How late the turns of the event loop came since the last scrape. It is measured in steps of 10 ms: 10 ms is none. Every request waits for it.',
            's',
            {
              nodejs_eventloop_lag_p50_seconds: 'p50',
              nodejs_eventloop_lag_p99_seconds: 'p99',
              nodejs_eventloop_lag_max_seconds: 'max',
            },
          ),
          thresholds: [{ from: 0.1, color: 'red' }],
        },
        {
          kind: 'graph',
          title: 'CPU',
          description:
            'CPU time that the process uses. JavaScript runs on one core: near 100 %, the event loop lags.',
          unit: 'percentunit',
          width: 12,
          min: 0,
          queries: [
            { expr: `rate(process_cpu_seconds_total{${chosen}}[$__rate_interval])`, legend: '{{instance}}' },
          ],
        },
      ],
    },
    {
      question: 'Does its memory grow?',
      panels: [
        series(
          'Memory',
          'What the process has of the machine (resident), and what of that is for JavaScript (heap) and for buffers (external). A heap that grows from one large collection to the next leaks.',
          'bytes',
          {
            process_resident_memory_bytes: 'resident',
            nodejs_heap_size_total_bytes: 'heap',
            nodejs_heap_size_used_bytes: 'heap in use',
            nodejs_external_memory_bytes: 'external',
          },
        ),
        {
          kind: 'graph',
          title: 'Heap by space',
          description: 'What is in use of each space of the heap. What lives long is in "old".',
          unit: 'bytes',
          width: 12,
          min: 0,
          stacked: true,
          queries: [
            { expr: `sum by (space) (nodejs_heap_space_size_used_bytes{${chosen}})`, legend: '{{space}}' },
          ],
        },
      ],
    },
    {
      question: 'What does garbage collection cost?',
      panels: [
        {
          kind: 'graph',
          title: 'Time for garbage collection',
          description:
            'The share of time that goes to garbage collection, by kind. Several per cent of "major": the heap is too small, or leaks.',
          unit: 'percentunit',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (kind, instance) (rate(nodejs_gc_duration_seconds_sum{${chosen}}[$__rate_interval]))`,
              legend: '{{kind}} {{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Mean garbage collection',
          description: 'How long a garbage collection takes, by kind. Requests wait meanwhile.',
          unit: 's',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (kind, instance) (rate(nodejs_gc_duration_seconds_sum{${chosen}}[$__rate_interval])) / sum by (kind, instance) (rate(nodejs_gc_duration_seconds_count{${chosen}}[$__rate_interval]))`,
              legend: '{{kind}} {{instance}}',
            },
          ],
        },
      ],
    },
    {
      question: 'Does it hold on to something?',
      panels: [
        {
          kind: 'graph',
          title: 'Handles',
          description:
            'What Node waits for, by kind: sockets are connections. Growing at a steady rate of requests, something is not closed.',
          unit: 'short',
          width: 8,
          min: 0,
          queries: [{ expr: `sum by (type) (nodejs_active_handles{${chosen}})`, legend: '{{type}}' }],
        },
        {
          ...series(
            'File descriptors',
            'Open files and connections of the process, and how many it may have.',
            'short',
            {
              process_open_fds: 'open',
              process_max_fds: 'allowed',
            },
          ),
          width: 8,
        },
        {
          kind: 'graph',
          title: 'Up since',
          description:
            'How long the process has run. A line that falls to zero is a start: a release, or a crash.',
          unit: 's',
          width: 8,
          min: 0,
          queries: [{ expr: `time() - process_start_time_seconds{${chosen}}`, legend: '{{instance}}' }],
        },
      ],
    },
    {
      question: 'Does it lose anything?',
      panels: [
        {
          kind: 'graph',
          title: 'Lines of the log that are lost',
          description:
            'Lines a second that nobody took in time, so that they are in no log. Above zero, whatever reads the log is stuck.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            { expr: `rate(log_lines_dropped_total{${chosen}}[$__rate_interval])`, legend: '{{instance}}' },
          ],
        },
        {
          kind: 'graph',
          title: 'Rate limits no longer shared',
          description:
            'How often an instance lost Redis, and counted for itself from then on. Without Redis, always zero.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `increase(rate_limit_sharing_failures_total{${chosen}}[$__rate_interval])`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
  ],
};
