import { expect, test } from '@jest/globals';
import type { Filters } from '../../src/tasks/filter.ts';
import { unindexedFilters } from '../../src/tasks/index-use.ts';
import { orders, type Sort } from '../../src/tasks/orders.ts';

const T = '2026-03-01T00:00:00.000Z';

// tests/tasks/query-plans.test.ts compares the lists that an index serves with SQLite's query plans.
test.each<[Filters, Sort, (keyof Filters)[]]>([
  [{ status: ['pending'] }, 'updated', ['status']],
  [{ status: ['pending'] }, '-priority', ['status']],
  [{ status: ['pending'], priority: ['high'] }, '-created', ['status', 'priority']],
  [{ priority: ['high'] }, 'due', ['priority']],
  [{ tag: ['home'] }, 'due', ['tag']],
  [{ tag: ['home'], status: ['pending'] }, '-created', ['status', 'tag']],
  [{ dueBefore: T }, '-created', ['dueBefore']],
  [{ dueBefore: T, priority: ['high'] }, 'due', ['priority']],
  [{ completedAfter: T, dueAfter: T }, 'completed', ['dueAfter']],
  [{ updatedSince: T, status: ['pending'] }, 'updated', ['status']],
  [{ q: 'plants' }, '-created', ['q']],
  [{ q: 'plants', status: ['pending'] }, '-created', ['status', 'q']],
])('reports for the filters %j sorted by %s that no index serves %j', (filters, sort, expected) => {
  expect(unindexedFilters(filters, orders[sort])).toEqual(expected);
});
