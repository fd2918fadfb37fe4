import { describe, expect, test } from '@jest/globals';
import { findMismatch, isOlder } from '../../src/database/migrations.ts';

const migrations = {
  'tasks/0001-initial': { serves: '1.0.0', up: () => Promise.resolve() },
  'tasks/0002-colors': { serves: '1.1.0', up: () => Promise.resolve() },
};
const [first, second] = Object.entries(migrations).map(([name, { serves }]) => ({ name, serves }));
const newer = { name: 'tasks/0003-shapes', serves: '1.1.0' };

describe('findMismatch', () => {
  test('accepts the migrations of this program, and newer ones that support it', () => {
    expect(findMismatch([first!, second!], migrations, '1.1.0')).toBeUndefined();
    expect(findMismatch([first!, second!, newer], migrations, '1.1.0')).toBeUndefined();
  });

  test('reports missing migrations, and that running them resolves the mismatch', () => {
    expect(findMismatch([], migrations, '1.1.0')).toMatchObject({
      what: 'lacks the migrations tasks/0001-initial, tasks/0002-colors',
      isBehind: true,
    });
  });

  test('reports a newer migration that does not support this version', () => {
    expect(findMismatch([first!, second!, newer], migrations, '1.0.9')).toMatchObject({
      what: expect.stringContaining('tasks/0003-shapes requires version 1.1.0 or later'),
      isBehind: false,
    });
    expect(findMismatch([newer], migrations, undefined)).toMatchObject({ isBehind: false });
  });

  test('reports a newer migration without those of this program', () => {
    expect(findMismatch([first!, newer], migrations, '1.1.0')).toMatchObject({
      what: expect.stringContaining('another branch of this program'),
      isBehind: false,
    });
  });
});

test('compares versions by their numbers, not by their text', () => {
  expect(isOlder('1.9.0', '1.10.0')).toBe(true);
  expect(isOlder('1.10.0', '1.9.0')).toBe(false);
  expect(isOlder('1.0.0', '1.0.0')).toBe(false);
  expect(isOlder('2.0.0-rc.1', '2.0.0')).toBe(false);
  expect(() => isOlder('two', '1.0.0')).toThrow('"two" is not a version');
});
