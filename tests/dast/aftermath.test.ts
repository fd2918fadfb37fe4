import { expect, test } from '@jest/globals';
import { logFaults, metricFaults } from '../../dast/aftermath.ts';

const line = (entry: object): string => JSON.stringify(entry);

test('an answer from 500 on, an error and a line that is no JSON are faults, once the service was ready', () => {
  const starting = line({ level: 'info', message: 'request', status: 503 });
  const ready = line({ level: 'info', message: 'ready' });
  const good = line({ level: 'info', message: 'request', status: 422 });
  const bad = [
    line({ level: 'info', message: 'request', status: 500 }),
    line({ level: 'error', message: 'response violates the contract' }),
    'Segmentation fault',
  ];
  expect(logFaults([starting, ready, good, ''].join('\n'))).toEqual([]);
  expect(logFaults([starting, ready, bad[0], good, ...bad.slice(1)].join('\n'))).toEqual(
    bad.map((text) => `in the service's log: ${text}`),
  );
});

test('a contract violation that was counted is a fault', () => {
  const counted = 'api_contract_violations_total{operation="getTask",status="200"} 2';
  const metrics = `# TYPE api_contract_violations_total counter\n${counted}\napi_requests_total{status="200"} 9\n`;
  expect(metricFaults(metrics)).toEqual([`in the service's metrics: ${counted}`]);
  expect(metricFaults('# TYPE api_contract_violations_total counter\n')).toEqual([]);
});
