import type { Dashboard } from './dashboard.ts';
import { selected } from './operations.ts';
import type { Panel } from './panel.ts';

/** A graph of gauges for each instance. */
function series(
  title: string,
  description: string,
  unit: string,
  names: Readonly<Record<string, string>>,
): Panel {
  const queries = Object.entries(names).map(([name, legend]) => ({
    expr: `${name}{${selected}}`,
    legend: `${legend} {{instance}}`,
  }));
  return { kind: 'graph', title, description, unit, width: 12, min: 0, queries };
}

/** The dashboard on the Node process of each instance. */
export const processPage: Dashboard = {
  uid: 'task-manager-process',
  title: 'Process',
  description: 'The Node process of each instance: event loop, memory, garbage collection and handles.',
  from: 'now-1h',
  rows: [
    {
      question: 'Is the event loop blocked?',
      panels: [
        {
          ...series(
            'Event-loop lag',
            'Delay of the event loop since the last scrape. The resolution is 10 ms, so 10 ms means no delay. The lag delays every request.',
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
            'CPU time of the process. JavaScript uses one core, so near 100 % the event loop lags.',
          unit: 'percentunit',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `rate(process_cpu_seconds_total{${selected}}[$__rate_interval])`,
              legend: '{{instance}}',
            },
          ],
        },
      ],
    },
    {
      question: 'Does the memory use grow?',
      panels: [
        series(
          'Memory',
          'Memory of the process (resident), and its parts for JavaScript (heap) and buffers (external). If the heap is larger after each major collection, the process leaks memory.',
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
          description: 'Used bytes of each heap space. Long-lived objects are in "old".',
          unit: 'bytes',
          width: 12,
          min: 0,
          stacked: true,
          queries: [
            { expr: `sum by (space) (nodejs_heap_space_size_used_bytes{${selected}})`, legend: '{{space}}' },
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
            'The share of time that garbage collection takes, by kind. If "major" takes several percent, the heap is too small, or the process leaks memory.',
          unit: 'percentunit',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (kind, instance) (rate(nodejs_gc_duration_seconds_sum{${selected}}[$__rate_interval]))`,
              legend: '{{kind}} {{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Mean garbage collection',
          description: 'Mean duration of a garbage collection, by kind. Requests wait during a collection.',
          unit: 's',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (kind, instance) (rate(nodejs_gc_duration_seconds_sum{${selected}}[$__rate_interval])) / sum by (kind, instance) (rate(nodejs_gc_duration_seconds_count{${selected}}[$__rate_interval]))`,
              legend: '{{kind}} {{instance}}',
            },
          ],
        },
      ],
    },
    {
      question: 'Does the process leak handles?',
      panels: [
        {
          kind: 'graph',
          title: 'Handles',
          description:
            'Active handles by type; sockets are connections. If the number grows under constant load, something is not closed.',
          unit: 'short',
          width: 8,
          min: 0,
          queries: [{ expr: `sum by (type) (nodejs_active_handles{${selected}})`, legend: '{{type}}' }],
        },
        {
          ...series(
            'File descriptors',
            'Open files and connections of the process, and their limit.',
            'short',
            {
              process_open_fds: 'open',
              process_max_fds: 'limit',
            },
          ),
          width: 8,
        },
        {
          kind: 'graph',
          title: 'Uptime',
          description: 'Time since the process started. A drop to zero is a restart: a release or a crash.',
          unit: 's',
          width: 8,
          min: 0,
          queries: [{ expr: `time() - process_start_time_seconds{${selected}}`, legend: '{{instance}}' }],
        },
      ],
    },
    {
      question: 'Is the service degraded?',
      panels: [
        {
          kind: 'graph',
          title: 'Dropped log lines',
          description:
            'Log lines dropped per second because the log stream stalled or failed. Above zero, check the log collector.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            { expr: `rate(log_lines_dropped_total{${selected}}[$__rate_interval])`, legend: '{{instance}}' },
          ],
        },
        {
          kind: 'graph',
          title: 'Rate limit sharing failures',
          description:
            'How often an instance lost its connection to Redis and started to count rate limits separately. Always zero without REDIS_URL.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `increase(rate_limit_sharing_failures_total{${selected}}[$__rate_interval])`,
              legend: '{{instance}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Limited requests',
          description:
            'Requests that were refused with 429, by the exhausted limit. Limits per network apply to requests without a user. The log lists the most expensive users.',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (policy) (increase(rate_limited_requests_total{${selected}}[$__rate_interval]))`,
              legend: '{{policy}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Closed connections',
          description:
            'Connections that the service closed to protect itself, by reason: clients that do not read their responses (slow-reader, full-buffers), and too many connections (total-limit, address-limit).',
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `sum by (reason) (increase(connections_closed_total{${selected}}[$__rate_interval]))`,
              legend: '{{reason}}',
            },
          ],
        },
        {
          kind: 'graph',
          title: 'Failed key fetches',
          description:
            "Failed fetches of a token issuer's keys. Above zero, check the issuer. No data without AUTH_JWKS_URL.",
          unit: 'short',
          width: 12,
          min: 0,
          queries: [
            {
              expr: `increase(token_key_fetch_failures_total{${selected}}[$__rate_interval])`,
              legend: '{{instance}} {{url}}',
            },
          ],
        },
      ],
    },
  ],
};
