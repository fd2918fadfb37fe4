import { expect, test } from '@jest/globals';
import { deprecationFaults } from '../../../scripts/compatibility/deprecations.ts';
import { contract } from '../../support/contract.ts';

test('everything deprecated in the contract says since when and until when', () => {
  expect(deprecationFaults(contract.document)).toEqual([]);
});

test('what is deprecated without dates is named, wherever it is', () => {
  const schema = { properties: { old: { deprecated: true }, value: { deprecated: true } } };
  const parameters = [{ name: 'a' }, { name: 'b', deprecated: true, 'x-deprecated-at': '2026-01-01' }];
  expect(deprecationFaults({ paths: { '/a': { get: { parameters } } }, schema })).toEqual([
    expect.stringMatching(/^#\/paths\/~1a\/get\/parameters\/1 is deprecated .* x-sunset has to be a date/),
    expect.stringMatching(/^#\/schema\/properties\/old is deprecated .* x-deprecated-at has to be a date/),
    expect.stringMatching(/^#\/schema\/properties\/value is deprecated/),
  ]);
});

test("somebody's data is not the contract's", () => {
  expect(deprecationFaults({ example: { deprecated: true }, default: { deprecated: true } })).toEqual([]);
  expect(deprecationFaults({ properties: { deprecated: { type: 'boolean' } } })).toEqual([]);
});
