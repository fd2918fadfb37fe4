// The suite leaves nothing out, and nothing is exempt that it does not have.
import { describe, expect, test } from '@jest/globals';
import { unreachable } from '../coverage/unreachable.ts';
import { contract } from '../../support/contract.ts';
import { mockExemptions, proxyExemptions } from './exemptions.ts';
import { suite } from './suite.ts';

const names = suite.map(({ name }) => name);

test('there is a step for every documented answer that can be brought about', () => {
  const taken = new Set(suite.map(({ operation, status }) => `${operation} ${status}`));
  const missing = contract.operations
    .flatMap(({ id, statuses }) => statuses.map((status) => `${id} ${status}`))
    .filter((pair) => !taken.has(pair) && unreachable[pair] === undefined);
  // Mend: a step in tests/contract/parity/journey.ts, or a cause in tests/contract/parity/errors.ts.
  expect(missing).toEqual([]);
});

test('no two steps have one name', () => {
  expect(names).toHaveLength(new Set(names).size);
});

describe.each([
  ['mock', mockExemptions],
  ['proxy', proxyExemptions],
] as const)('the exemptions of the %s', (_, exemptions) => {
  test('are of steps that there are, each exempt once', () => {
    const exempt = exemptions.flatMap(({ steps }) => steps);
    expect(exempt).toHaveLength(new Set(exempt).size);
    expect(exempt.filter((step) => !names.includes(step))).toEqual([]);
  });

  test('have a reason each', () => {
    for (const { reason } of exemptions) expect(reason.length).toBeGreaterThan(20);
  });
});
