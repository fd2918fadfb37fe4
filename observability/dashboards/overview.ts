import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { chosen, operationLegend, operationLinks, taskOperations } from './operations.ts';
import type { Panel } from './panel.ts';

/** The first page to look at: rate, errors and durations, of the service and of each operation. */
export function overview(contract: Contract): Dashboard {
  const tasks = taskOperations(contract);
  const links = operationLinks(contract);
  const quantile = (share: number, name: string): Panel => ({
    kind: 'graph',
    title: `Latency by operation, ${name}`,
    description: `${share * 100} % of the requests of an operation took this long at most. The line is the objective of 25 ms, for 99 % of all task requests.`,
    unit: 's',
    width: 8,
    min: 0,
    queries: [
      {
        expr: `histogram_quantile(${share}, sum by (le, method, endpoint) (rate(api_request_duration_seconds_bucket{${chosen}}[$__rate_interval])))`,
        legend: operationLegend,
      },
    ],
    thresholds: [{ from: 0.025, color: 'orange' }],
    links,
  });

  return {
    uid: 'task-manager-overview',
    title: 'Overview',
    description: 'Whether the service works: rate, errors and latency, of the whole and of each operation.',
    from: 'now-1h',
    rows: [
      {
        question: 'Does it work?',
        panels: [
          {
            kind: 'figure',
            title: 'Health',
            description:
              'Whether each instance is ready: it has started, is not draining, and can use its database. An instance that Prometheus cannot reach is not ready.',
            unit: 'none',
            width: 4,
            queries: [
              {
                expr: `max by (instance) (api_ready{${chosen}} or 0 * up{${chosen}})`,
                legend: '{{instance}}',
              },
            ],
            thresholds: [
              { from: -Infinity, color: 'red' },
              { from: 1, color: 'green' },
            ],
            words: { 0: { text: 'Not ready', color: 'red' }, 1: { text: 'Ready', color: 'green' } },
          },
          {
            kind: 'figure',
            title: 'Total requests',
            description:
              'Requests that were answered in the time that is shown, of every operation and of none.',
            unit: 'short',
            width: 4,
            decimals: 0,
            queries: [{ expr: `sum(increase(api_requests_total{${chosen}}[$__range]))`, legend: 'requests' }],
          },
          {
            kind: 'figure',
            title: 'Requests a minute',
            description: 'How many requests are answered in a minute, at present.',
            unit: 'opm',
            width: 4,
            queries: [
              {
                expr: `60 * sum(rate(api_requests_total{${chosen}}[$__rate_interval]))`,
                legend: 'requests a minute',
              },
            ],
          },
          {
            kind: 'figure',
            title: 'Mean latency',
            description:
              'Seconds from a request to the end of its answer, the mean of all task operations at present. A mean hides the slow ones: they are below.',
            unit: 's',
            width: 4,
            queries: [
              {
                expr: `sum(rate(api_request_duration_seconds_sum{${chosen}, ${tasks}}[$__rate_interval])) / sum(rate(api_request_duration_seconds_count{${chosen}, ${tasks}}[$__rate_interval]))`,
                legend: 'mean',
              },
            ],
            thresholds: [{ from: 0.025, color: 'orange' }],
          },
          {
            kind: 'figure',
            title: 'Failing',
            description:
              'The share of task requests that are answered with a 5xx, at present. 0.1 % is the objective.',
            unit: 'percentunit',
            width: 4,
            queries: [
              {
                expr: `sum(rate(api_requests_total{${chosen}, ${tasks}, status=~"5.."}[$__rate_interval])) / sum(rate(api_request_duration_seconds_count{${chosen}, ${tasks}}[$__rate_interval]))`,
                legend: 'failing',
              },
            ],
            thresholds: [{ from: 0.001, color: 'red' }],
          },
          {
            kind: 'figure',
            title: 'Version',
            description:
              'Which version of the program runs, and of the contract it keeps. Two of them: a release is under way.',
            unit: 'none',
            width: 4,
            showsName: true,
            queries: [
              {
                expr: `count by (version, contract_version) (api_build_info{${chosen}})`,
                legend: '{{version}}, contract {{contract_version}}',
              },
            ],
          },
        ],
      },
      {
        question: 'How much is asked, and of what?',
        panels: [
          {
            kind: 'graph',
            title: 'Requests by endpoint',
            description:
              'Requests a second by the route of the contract. Requests that lead to no operation are "unmatched".',
            unit: 'reqps',
            width: 12,
            min: 0,
            stacked: true,
            queries: [
              {
                expr: `sum by (endpoint) (rate(api_requests_total{${chosen}}[$__rate_interval]))`,
                legend: '{{endpoint}}',
              },
            ],
          },
          {
            kind: 'graph',
            title: 'Requests by operation',
            description: 'Requests a second by operation. A series leads to its operation in the reference.',
            unit: 'reqps',
            width: 12,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${chosen}}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
        ],
      },
      {
        question: 'What fails, and what is refused?',
        panels: [
          {
            kind: 'graph',
            title: 'Errors by operation',
            description:
              "Answers a second with a 5xx: the fault is the service's. The log has the reason, by request id.",
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${chosen}, status=~"5.."}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
          {
            kind: 'graph',
            title: 'Refused by operation',
            description:
              "Answers a second with a 4xx: the fault is the client's, unless many clients begin to make it at once.",
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (method, endpoint) (rate(api_requests_total{${chosen}, status=~"4.."}[$__rate_interval]))`,
                legend: operationLegend,
              },
            ],
            links,
          },
          {
            kind: 'graph',
            title: 'Answers by status',
            description:
              'Answers a second by their status. 401 and 403: tokens. 422: the contract. 429: a rate limit. 503: the database, or a start.',
            unit: 'reqps',
            width: 8,
            min: 0,
            stacked: true,
            queries: [
              {
                expr: `sum by (status) (rate(api_requests_total{${chosen}}[$__rate_interval]))`,
                legend: '{{status}}',
              },
            ],
          },
        ],
      },
      {
        question: 'How long does it take?',
        panels: [
          quantile(0.5, 'p50'),
          quantile(0.95, 'p95'),
          quantile(0.99, 'p99'),
          {
            kind: 'heatmap',
            title: 'Latency of the task operations',
            description:
              'How many task requests a second took how long. Two bands: two kinds of requests, such as reads and writes.',
            unit: 's',
            width: 24,
            queries: [
              {
                expr: `sum by (le) (rate(api_request_duration_seconds_bucket{${chosen}, ${tasks}}[$__rate_interval]))`,
                legend: '{{le}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
