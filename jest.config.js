/**
 * Tests are ES modules in TypeScript, run the way the service runs: Node strips the types, nothing is bundled.
 * `npm run jest` adds the flags that Jest needs for ES modules; they are not in NODE_OPTIONS, so a process
 * that a test starts does not inherit them.
 *
 * @type {import('jest').Config}
 */
export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/tests/support/environment.js',
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },

  // Tests share nothing: no order among them may matter.
  randomize: true,
  maxWorkers: 2,
  testTimeout: 10_000,

  // The numbers are those of V8 itself, and the transform moves no line: they need no source map. V8 cannot see a
  // file that holds only types, and would count all of it as not covered: those are left out by name.
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/**/*.d.ts',
    '!src/contract/{operation,request}.ts',
    '!src/database/{database,tables}.ts',
  ],
  coverageReporters: ['text', 'lcov'],
  coverageThreshold: { global: { lines: 95 } },
};
