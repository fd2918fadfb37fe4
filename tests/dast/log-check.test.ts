import { expect, test } from '@jest/globals';
import { logErrors, metricErrors } from '../../dast/log-check.ts';

const line = (entry: object): string => JSON.stringify(entry);

test('reports 5xx responses, errors and invalid JSON that are logged after the start', () => {
  const starting = line({ level: 'info', message: 'request', status: 503 });
  const ready = line({ level: 'info', message: 'ready' });
  const good = line({ level: 'info', message: 'request', status: 422 });
  const bad = [
    line({ level: 'info', message: 'request', status: 500 }),
    line({ level: 'error', message: 'response violates the contract' }),
    'Segmentation error',
  ];
  expect(logErrors([starting, ready, good, ''].join('\n'))).toEqual([]);
  expect(logErrors([starting, ready, bad[0], good, ...bad.slice(1)].join('\n'))).toEqual(
    bad.map((text) => `logged: ${text}`),
  );
});

test('reports counted contract violations', () => {
  const counted = 'api_contract_violations_total{operation="getTask",status="200"} 2';
  const metrics = `# TYPE api_contract_violations_total counter\n${counted}\napi_requests_total{status="200"} 9\n`;
  expect(metricErrors(metrics)).toEqual([`counted: ${counted}`]);
  expect(metricErrors('# TYPE api_contract_violations_total counter\n')).toEqual([]);
});
