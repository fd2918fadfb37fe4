import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../dast/options.ts';

describe('the options of a fuzzing run', () => {
  test('are few examples on a desk, 500 in CI, and the same seed in both', () => {
    expect(readOptions([], false)).toEqual({
      examples: 100,
      seed: 1,
      port: 5099,
      postgres: false,
      serve: false,
    });
    expect(readOptions([], true)).toMatchObject({ examples: 500, seed: 1 });
  });

  test('can ask for more', () => {
    expect(readOptions(['--deep'], true).examples).toBe(5000);
    expect(readOptions(['--examples', '20', '--seed', '7', '--port', '6000'], true)).toEqual({
      examples: 20,
      seed: 7,
      port: 6000,
      postgres: false,
      serve: false,
    });
  });

  test('take another seed each time when it is to be random', () => {
    const seeds = new Set(Array.from({ length: 5 }, () => readOptions(['--seed', 'random'], false).seed));
    expect(seeds.size).toBeGreaterThan(1);
  });

  test.each([
    [['--examples', '0']],
    [['--examples', 'many']],
    [['--seed', '-1']],
    [['--deep', '--examples', '5']],
    [['--unknown']],
  ])('refuse %j', (args) => {
    expect(() => readOptions(args, false)).toThrow(TypeError);
  });
});
