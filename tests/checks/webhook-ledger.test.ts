// Tests that `npm run check:webhooks` detects each kind of error.
import { expect, test } from '@jest/globals';
import { type Arrival, keyOf, type Ledger, ROLLED_BACK, verify } from '../../checks/webhooks/ledger.ts';

const id = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

function arrival(version: number, change: Partial<Arrival> = {}, title = 'A task'): Arrival {
  const task = { id, title, version } as Arrival['event']['data']['task'];
  const event = { type: 'task.updated', timestamp: new Date(0).toISOString(), data: { task } };
  return {
    webhook: 'one',
    id: `event ${version}`,
    body: `body ${version}`,
    event,
    isConfirmed: true,
    at: 5,
    ...change,
  };
}

const ledger: Ledger = {
  acknowledged: new Set([1, 2].map((version) => keyOf('task.updated', { id, version }))),
  unknown: 0,
  rolledBack: 0,
};
const stored = new Map([[id, 3]]);
const check = (...arrivals: Arrival[]) => verify('one', ledger, arrivals, stored);

test('accepts each event once, twice, out of order and without an acknowledgment', () => {
  const { errors, figures } = check(
    arrival(2),
    arrival(1),
    arrival(1),
    arrival(3),
    arrival(3, { isConfirmed: false }),
  );
  expect(errors).toEqual([]);
  expect(figures).toEqual({
    requests: 5,
    events: 3,
    duplicates: 1,
    outOfOrder: 1,
    medianMs: 5,
    slowestMs: 5,
  });
});

test.each<[what: string, arrivals: Arrival[], error: string]>([
  ['a lost event', [arrival(1)], '1 events were lost'],
  [
    'an event that no receiver has confirmed',
    [arrival(1), arrival(2, { isConfirmed: false })],
    '1 events were lost',
  ],
  ['an event with two ids', [arrival(1), arrival(1, { id: 'other' }), arrival(2)], 'has two ids'],
  ['an id with two bodies', [arrival(1), arrival(1, { body: 'other' }), arrival(2)], 'has two bodies'],
  ['an event for a change that was not stored', [arrival(1), arrival(2), arrival(4)], 'not stored'],
  [
    'an event from a transaction that was rolled back',
    [arrival(1), arrival(2), arrival(3, {}, ROLLED_BACK)],
    'rolled back',
  ],
])('reports %s', (_what, arrivals, error) => {
  expect(check(...arrivals).errors).toEqual([expect.stringContaining(error)]);
});
