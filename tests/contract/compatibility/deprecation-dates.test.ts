import { expect, test } from '@jest/globals';
import { deprecationErrors } from '../../../scripts/compatibility/deprecations.ts';
import { contract } from '../../support/contract.ts';

test('finds dates for everything that the contract deprecates', () => {
  expect(deprecationErrors(contract.document)).toEqual([]);
});

test('reports deprecations without dates at any location', () => {
  const schema = { properties: { old: { deprecated: true }, value: { deprecated: true } } };
  const parameters = [{ name: 'a' }, { name: 'b', deprecated: true, 'x-deprecated-at': '2026-01-01' }];
  expect(deprecationErrors({ paths: { '/a': { get: { parameters } } }, schema })).toEqual([
    expect.stringMatching(/^#\/paths\/~1a\/get\/parameters\/1 is deprecated .* x-sunset must be a date/),
    expect.stringMatching(/^#\/schema\/properties\/old is deprecated .* x-deprecated-at must be a date/),
    expect.stringMatching(/^#\/schema\/properties\/value is deprecated/),
  ]);
});

test('ignores `deprecated` in data and property names', () => {
  expect(deprecationErrors({ example: { deprecated: true }, default: { deprecated: true } })).toEqual([]);
  expect(deprecationErrors({ properties: { deprecated: { type: 'boolean' } } })).toEqual([]);
});
