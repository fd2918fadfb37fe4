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

  globalSetup: '<rootDir>/tests/support/global-setup.ts',

  // Tests share nothing: no order among them may matter.
  randomize: true,
  maxWorkers: 2,
  testTimeout: 10_000,

  // Babel counts statements; V8's own provider would count comments and types as covered lines.
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts'],
  coverageReporters: ['text', 'lcov'],
  coverageThreshold: { global: { lines: 95 } },
};
