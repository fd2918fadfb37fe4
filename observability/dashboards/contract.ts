import type { Contract } from '../../src/contract/document.ts';
import type { Dashboard } from './dashboard.ts';
import { chosen, operationLegend, operationLinks } from './operations.ts';
import type { SeriesLink } from './panel.ts';

/** Whether the contract is kept, by the service and by its clients. */
export function contractPage(contract: Contract): Dashboard {
  const links = operationLinks(contract);
  const linksById: SeriesLink[] = links.map((link) => ({ ...link, series: link.title.replace(/ .*/, '') }));
  const clientFaults = (status: number, title: string, description: string) => ({
    kind: 'graph' as const,
    title,
    description,
    unit: 'reqps',
    width: 8,
    min: 0,
    queries: [
      {
        expr: `sum by (method, endpoint) (rate(api_requests_total{${chosen}, status="${status}"}[$__rate_interval]))`,
        legend: operationLegend,
      },
    ],
    links,
  });

  return {
    uid: 'task-manager-contract',
    title: 'Contract',
    description: 'Whether the contract is kept: by what the service answers, and by what clients ask.',
    from: 'now-6h',
    rows: [
      {
        question: 'Does the service keep the contract?',
        panels: [
          {
            kind: 'figure',
            title: 'Violations',
            description:
              'Answers that were held to the contract in the time that is shown and did not keep it. One in a hundred is looked at, unless RESPONSE_VALIDATION says otherwise. Any is a fault.',
            unit: 'short',
            width: 6,
            decimals: 0,
            queries: [
              {
                expr: `sum(increase(api_contract_violations_total{${chosen}}[$__range]))`,
                legend: 'violations',
              },
            ],
            thresholds: [{ from: 1, color: 'red' }],
          },
          {
            kind: 'graph',
            title: 'Violations by operation',
            description:
              'Answers of each operation that did not keep the contract, in the quarter of an hour before. This is what the alert ContractViolated looks at.',
            unit: 'short',
            width: 9,
            min: 0,
            queries: [
              {
                expr: `sum by (operation) (instance_operation:api_contract_violations:increase15m{${chosen}})`,
                legend: '{{operation}}',
              },
            ],
            links: linksById,
          },
          {
            kind: 'graph',
            title: 'Violations by location',
            description:
              'Where in the answer the contract was not kept, since the process began. The log has the faults themselves.',
            unit: 'short',
            width: 9,
            min: 0,
            queries: [
              {
                expr: `sum by (operation, location) (increase(api_contract_violations_total{${chosen}}[$__range]))`,
                legend: '{{operation}} {{location}}',
              },
            ],
          },
        ],
      },
      {
        question: 'Do the clients keep the contract?',
        panels: [
          clientFaults(
            422,
            'Requests that do not keep it',
            'Requests a second that can be read and do not keep the contract. After a release of a client, or of the contract: what that client has wrong.',
          ),
          clientFaults(
            400,
            'Requests that cannot be read',
            'Requests a second of an operation that cannot be read: broken JSON, a wrong encoding.',
          ),
          {
            kind: 'graph',
            title: 'No HTTP at all',
            description:
              'Requests a second that the HTTP parser refused before they had a route: scanners, and clients that are broken.',
            unit: 'reqps',
            width: 8,
            min: 0,
            queries: [
              {
                expr: `sum by (status) (rate(api_malformed_requests_total{${chosen}}[$__rate_interval]))`,
                legend: '{{status}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
