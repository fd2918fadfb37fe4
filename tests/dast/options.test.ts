import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../dast/options.ts';

describe('readOptions', () => {
  test('defaults to 100 examples locally, 500 in CI, and the same seed', () => {
    expect(readOptions([], false)).toEqual({
      examples: 100,
      seed: 1,
      port: 5099,
      postgres: false,
      serve: false,
    });
    expect(readOptions([], true)).toMatchObject({ examples: 500, seed: 1 });
  });

  test('accepts other numbers of examples, seeds and ports', () => {
    expect(readOptions(['--deep'], true).examples).toBe(5000);
    expect(readOptions(['--examples', '20', '--seed', '7', '--port', '6000'], true)).toEqual({
      examples: 20,
      seed: 7,
      port: 6000,
      postgres: false,
      serve: false,
    });
  });

  test('draws a new seed for --seed random', () => {
    const seeds = new Set(Array.from({ length: 5 }, () => readOptions(['--seed', 'random'], false).seed));
    expect(seeds.size).toBeGreaterThan(1);
  });

  test.each([
    [['--examples', '0']],
    [['--examples', 'many']],
    [['--seed', '-1']],
    [['--deep', '--examples', '5']],
    [['--unknown']],
  ])('rejects %j', (args) => {
    expect(() => readOptions(args, false)).toThrow(TypeError);
  });
});
