// The suite is complete, and its exemptions refer to existing steps.
import { describe, expect, test } from '@jest/globals';
import { unreachable } from '../coverage/unreachable.ts';
import { contract } from '../../support/contract.ts';
import { mockExemptions, proxyExemptions } from './exemptions.ts';
import { suite } from './suite.ts';

const names = suite.map(({ name }) => name);

test('covers every reachable documented response with a step', () => {
  const taken = new Set(suite.map(({ operation, status }) => `${operation} ${status}`));
  const missing = contract.operations
    .flatMap(({ id, statuses }) => statuses.map((status) => `${id} ${status}`))
    .filter((pair) => !taken.has(pair) && unreachable[pair] === undefined);
  // To fix this, add a step in tests/contract/parity/front-end-steps.ts, or a cause in tests/contract/parity/error-steps.ts.
  expect(missing).toEqual([]);
});

test('names each step uniquely', () => {
  expect(names).toHaveLength(new Set(names).size);
});

describe.each([
  ['mock', mockExemptions],
  ['proxy', proxyExemptions],
] as const)('the exemptions of the %s', (_, exemptions) => {
  test('refer only to existing steps, and to each at most once', () => {
    const exempt = exemptions.flatMap(({ steps }) => steps);
    expect(exempt).toHaveLength(new Set(exempt).size);
    expect(exempt.filter((step) => !names.includes(step))).toEqual([]);
  });

  test('have a reason for each step', () => {
    for (const { reason } of exemptions) expect(reason.length).toBeGreaterThan(20);
  });
});
