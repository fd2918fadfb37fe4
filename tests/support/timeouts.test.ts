import { expect, test } from '@jest/globals';
import config from '../../jest.config.js';
import { scaled, timeoutFactor } from './timeouts.js';

test.each([
  [8, 0, 1],
  [16, 4, 1],
  [2, 1, 4],
  [2, 20, 10],
  [1, 3, 8],
])('multiplies timeouts on a machine with %i cores and a load of %i by %i', (cores, load, factor) => {
  expect(timeoutFactor(cores, load)).toBe(factor);
});

test('scales the timeout of every test', () => {
  expect(config.testTimeout).toBe(scaled(30_000));
});
