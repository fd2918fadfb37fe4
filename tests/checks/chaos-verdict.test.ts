import { expect, test } from '@jest/globals';
import type { Hypothesis } from '../../checks/chaos/experiment.ts';
import { outcomesOf, recoveryOf, refutations } from '../../checks/chaos/verdict.ts';
import type { Attempt, Measurements } from '../../checks/chaos/verdict.ts';

const hypothesis: Hypothesis = { text: 'Nothing changes', maxMs: 1000, recoveryMs: 500 };

function attempt(values: Partial<Attempt> = {}): Attempt {
  return { instance: 'one', kind: 'read', startedAt: 0, endedAt: 10, outcome: 200, ...values };
}

const successes = Array.from({ length: 10 }, () => attempt());

function measured(values: Partial<Measurements> = {}): Measurements {
  return {
    ...{ during: successes, after: [attempt({ endedAt: 2000 })], beganAt: 0, endedAt: 1000 },
    ...{ alerts: { fired: [], unresolved: [] }, losses: [], slowness: 1 },
    ...values,
  };
}

const during = (...attempts: Partial<Attempt>[]): Measurements =>
  measured({ during: [...successes, ...attempts.map(attempt)] });

const fired = (name: string, severity = 'page', unresolved: string[] = []): Measurements =>
  measured({ alerts: { fired: [{ name, severity }], unresolved } });

test('confirms a hypothesis that the measurements match', () => {
  expect(refutations(hypothesis, measured())).toEqual([]);
  const outage: Hypothesis = { ...hypothesis, failures: [503], isReady: false, alerts: ['NotReady'] };
  const measurements = during({ outcome: 503 }, { kind: 'readiness', outcome: 503 });
  const { alerts } = fired('NotReady');
  expect(refutations(outage, { ...measurements, alerts })).toEqual([]);
  const flapping: Hypothesis = { ...hypothesis, possibleFailures: [503], minSuccess: 0.5, isReady: 'either' };
  for (const each of [measured(), measurements]) expect(refutations(flapping, each)).toEqual([]);
});

test.each<[string, Partial<Hypothesis>, Measurements]>([
  ['500 × 1', { failures: [503], minSuccess: 0 }, during({ outcome: 500 }, { outcome: 503 })],
  ['no request ended with 503', { failures: [503] }, measured()],
  ['only 90.9 % of the requests succeeded', { failures: [503], minSuccess: 0.95 }, during({ outcome: 503 })],
  ['1 requests to the other instance failed', { failures: [503], only: 'two' }, during({ outcome: 503 })],
  ['a request took 1.5 s', {}, during({ endedAt: 1500 })],
  ['only 0 requests during the failure', {}, measured({ during: [] })],
  [
    'no request succeeded after the failure',
    {},
    measured({ after: [attempt({ outcome: 503, endedAt: 1100 })] }),
  ],
  [
    'the recovery took 0.6 s',
    {},
    measured({ after: [attempt({ outcome: 503, endedAt: 1600 }), attempt({ endedAt: 2000 })] }),
  ],
  ['1 of 1 readiness probes got no response in time', {}, during({ kind: 'readiness', endedAt: 3500 })],
  ['1 of 1 liveness probes got no response in time', {}, during({ kind: 'liveness', outcome: 'lost' })],
  ['an instance was not ready', {}, during({ kind: 'readiness', outcome: 503 })],
  ['all instances stayed ready', { isReady: false }, during({ kind: 'readiness' })],
  ['a liveness probe failed', {}, during({ kind: 'liveness', outcome: 503 })],
  ['NotReady did not fire', { alerts: ['NotReady'] }, measured()],
  ['NotReady did not resolve', { alerts: ['NotReady'] }, fired('NotReady', 'page', ['NotReady'])],
  ['TargetDown fired', {}, fired('TargetDown')],
  ['2 events did not arrive', {}, measured({ losses: ['2 events did not arrive'] })],
])('refutes a hypothesis: %s', (reason, changes, measurements) => {
  expect(refutations({ ...hypothesis, ...changes }, measurements)).toEqual([reason]);
});

test('ignores alerts that depend on the machine, and all alerts if no Prometheus evaluated them', () => {
  expect(refutations(hypothesis, fired('LatencyBudgetBurn 1h'))).toEqual([]);
  expect(refutations(hypothesis, fired('LogLinesDropped', 'ticket'))).toEqual([]);
  expect(refutations({ ...hypothesis, alerts: ['NotReady'] }, measured({ alerts: undefined }))).toEqual([]);
});

test('extends the limits on a busy machine', () => {
  expect(refutations(hypothesis, { ...during({ endedAt: 1500 }), slowness: 2 })).toEqual([]);
});

test('summarizes requests without probes', () => {
  const { during: attempts } = during({ outcome: 503 }, { kind: 'readiness', outcome: 503 });
  expect(outcomesOf(attempts)).toBe('200 × 10, 503 × 1');
  expect(recoveryOf(measured({ after: [attempt({ outcome: 'lost', endedAt: 1250 })] }))).toBe(250);
});
