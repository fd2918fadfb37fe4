import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { selected, operationLegend, operationLinks, taskOperations } from './operations.ts';
import type { Panel } from './panel.ts';

/** The dashboard to start with: rate, errors and duration of the service and of each operation. */
export function overview(contract: Contract): Dashboard {
  const tasks = taskOperations(contract);
  const links = operationLinks(contract);
  const quantile = (share: number, name: string): Panel => ({
    kind: 'graph',
    title: `Latency by operation, ${name}`,
    description: `${share * 100} % of the requests to an operation took at most this long. The line marks the objective: 25 ms for 99 % of all task requests.`,
    unit: 's',
    width: 8,
    min: 0,
    exemplars: true,
    queries: [
      {
        expr: `histogram_quantile(${share}, sum by (le, method, endpoint) (rate(api_request_duration_seconds_bucket{${selected}}[$__rate_interval])))`,
        legend: operationLegend,
      },
    ],
    thresholds: [{ from: 0.025, color: 'orange' }],
    links,
  });

  return {
    uid: 'task-manager-overview',
    title: 'Overview',
    description: 'Rate, errors and latency of the service and of each operation.',
    from: 'now-1h',
    rows: [
      {
        question: 'Does the service work?',
        panels: [
          {
            kind: 'figure',
            title: 'Health',
            description:
              'Whether each instance is ready: started, not draining, and connected to its database. An instance that Prometheus cannot reach is not ready.',
            unit: 'none',
            width: 4,
            queries: [
              {
                expr: `max by (instance) (api_ready{${selected}} or 0 * up{${selected}})`,
                legend: '{{instance}}',
              },
            ],
            thresholds: [
              { from: -Infinity, color: 'red' },
              { from: 1, color: 'green' },
            ],
            valueLabels: { 0: { text: 'Not ready', color: 'red' }, 1: { text: 'Ready', color: 'green' } },
          },
          {
            kind: 'figure',
            title: 'Total requests',
            description: 'Requests in the selected time range, including those that match no operation.',
            unit: 'short',
            width: 4,
            decimals: 0,
            queries: [
              { expr: `sum(increase(api_requests_total{${selected}}[$__range]))`, legend: 'requests' },
            ],
          },
          {
            kind: 'figure',
            title: 'Requests per minute',
            description: 'The current number of requests per minute.',
            unit: 'opm',
            width: 4,
            queries: [
              {
                expr: `60 * sum(rate(api_requests_total{${selected}}[$__rate_interval]))`,
                legend: 'requests per minute',
              },
            ],
          },
          {
            kind: 'figure',
            title: 'Mean latency',
            description:
              'The current mean time from a request to a task operation to the end of its response. A mean hides slow requests; the percentiles below show them.',
            unit: 's',
            width: 4,
            queries: [
              {
                expr: `sum(rate(api_request_duration_seconds_sum{${selected}, ${tasks}}[$__rate_interval])) / sum(rate(api_request_duration_seconds_count{${selected}, ${tasks}}[$__rate_interval]))`,
                legend: 'mean',
              },
            ],
            thresholds: [{ from: 0.025, color: 'orange' }],
          },
          {
            kind: 'figure',
            title: 'Error ratio',
            description:
              'The current share of task requests with a 5xx response. The objective allows 0.1 %.',
            unit: 'percentunit',
            width: 4,
            queries: [
              {
                expr: `sum(rate(api_requests_total{${selected}, ${tasks}, status=~"5.."}[$__rate_interval])) / sum(rate(api_request_duration_seconds_count{${selected}, ${tasks}}[$__rate_interval]))`,
                legend: 'errors',
              },
            ],
            thresholds: [{ from: 0.001, color: 'red' }],
          },
          {
            kind: 'figure',
            title: 'Version',
            description:
              'The running versions of the service and of its contract. Two versions mean that a rollout is in progress.',
            unit: 'none',
            width: 4,
            showsName: true,
            queries: [
              {
                expr: `count by (version, contract_version) (api_build_info{${selected}})`,
                legend: '{{version}}, contract {{contract_version}}',
              },
            ],
          },
        ],
      },
      {
        question: 'How high is the load?',
        panels: [
          {
            kind: 'graph',
            title: 'Requests by endpoint',
            description:
              'Requests per second by route template. Requests that match no operation are "unmatched".',
            unit: 'reqps',
            width: 12,
            min: 0,
            stacked: true,
            queries: [
              {
                expr: `sum by (endpoint) (rate(api_requests_total{${selected}}[$__rate_interval]))`,
                legend: '{{endpoint}}',
              },
            ],
          },
          {
            kind: 'graph',
            title: 'Requests by operation',
            description:
              'Requests per second by operation. Each series links to its operation in the reference.',
            unit: 'reqps',
            width: 12,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${selected}}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
        ],
      },
      {
        question: 'Which requests fail?',
        panels: [
          {
            kind: 'graph',
            title: 'Server errors by operation',
            description:
              '5xx responses per second: errors of the service. The log contains the cause under the request id.',
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${selected}, status=~"5.."}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
          {
            kind: 'graph',
            title: 'Client errors by operation',
            description:
              '4xx responses per second: errors of clients. If many clients start to fail at the same time, suspect the service.',
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${selected}, status=~"4.."}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
          {
            kind: 'graph',
            title: 'Responses by status',
            description:
              'Responses per second by status. 401 and 403: tokens. 422: validation. 429: a rate limit. 503: the database, or a starting instance.',
            unit: 'reqps',
            width: 8,
            min: 0,
            stacked: true,
            queries: [
              {
                expr: `sum by (status) (rate(api_requests_total{${selected}}[$__rate_interval]))`,
                legend: '{{status}}',
              },
            ],
          },
        ],
      },
      {
        question: 'How long do requests take?',
        panels: [
          quantile(0.5, 'p50'),
          quantile(0.95, 'p95'),
          quantile(0.99, 'p99'),
          {
            kind: 'heatmap',
            title: 'Latency of the task operations',
            description:
              'The latency distribution of task requests over time. Two bands mean two kinds of requests, such as reads and writes.',
            unit: 's',
            width: 24,
            exemplars: true,
            queries: [
              {
                expr: `sum by (le) (rate(api_request_duration_seconds_bucket{${selected}, ${tasks}}[$__rate_interval]))`,
                legend: '{{le}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
