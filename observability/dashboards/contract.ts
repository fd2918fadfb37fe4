import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { selected, operationLegend, operationLinks } from './operations.ts';
import type { SeriesLink } from './panel.ts';

/** The dashboard on contract violations, by the service and by its clients. */
export function contractPage(contract: Contract): Dashboard {
  const links = operationLinks(contract);
  const linksById: SeriesLink[] = links.map((link) => ({ ...link, series: link.title.replace(/ .*/, '') }));
  const clientErrors = (status: number, title: string, description: string) => ({
    kind: 'graph' as const,
    title,
    description,
    unit: 'reqps',
    width: 8,
    min: 0,
    queries: [
      {
        expr: `sum by (method, endpoint) (rate(api_requests_total{${selected}, status="${status}"}[$__rate_interval]))`,
        legend: operationLegend,
      },
    ],
    links,
  });

  return {
    uid: 'task-manager-contract',
    title: 'Contract',
    description: 'Contract violations in responses and in requests.',
    from: 'now-6h',
    rows: [
      {
        question: 'Does the service conform to the contract?',
        panels: [
          {
            kind: 'figure',
            title: 'Violations',
            description:
              'Validated responses that violated the contract in the selected time range. One response in a hundred is validated, unless RESPONSE_VALIDATION changes that. Any violation is a bug.',
            unit: 'short',
            width: 6,
            decimals: 0,
            queries: [
              {
                expr: `sum(increase(api_contract_violations_total{${selected}}[$__range]))`,
                legend: 'violations',
              },
            ],
            thresholds: [{ from: 1, color: 'red' }],
          },
          {
            kind: 'graph',
            title: 'Violations by operation',
            description:
              'Responses that violated the contract, by operation, in the last 15 minutes. The alert ContractViolated uses this series.',
            unit: 'short',
            width: 9,
            min: 0,
            queries: [
              {
                expr: `sum by (operation) (instance_operation:api_contract_violations:increase15m{${selected}})`,
                legend: '{{operation}}',
              },
            ],
            links: linksById,
          },
          {
            kind: 'graph',
            title: 'Violations by location',
            description:
              'The location of each violation in the response, in the selected time range. The log contains the details.',
            unit: 'short',
            width: 9,
            min: 0,
            queries: [
              {
                expr: `sum by (operation, location) (increase(api_contract_violations_total{${selected}}[$__range]))`,
                legend: '{{operation}} {{location}}',
              },
            ],
          },
        ],
      },
      {
        question: 'Do the clients conform to the contract?',
        panels: [
          clientErrors(
            422,
            'Invalid requests',
            'Requests per second that fail validation (422). If they increase after a release of a client or of the contract, a client probably violates the contract.',
          ),
          clientErrors(
            400,
            'Malformed requests',
            'Requests per second that the service cannot parse (400), by operation: for example invalid JSON or a wrong encoding.',
          ),
          {
            kind: 'graph',
            title: 'Invalid HTTP',
            description:
              'Requests per second that the HTTP parser rejected before routing, usually from scanners and broken clients.',
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (status) (rate(api_malformed_requests_total{${selected}}[$__rate_interval]))`,
                legend: '{{status}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
