import { scaled } from './tests/support/timeouts.js';
import { resourceDirectories } from './scripts/resource-directories.js';

/**
 * Tests are ES modules in TypeScript, run the way the service runs: Node strips the types, nothing is bundled.
 * `npm run jest` adds the flags that Jest needs for ES modules; they are not in NODE_OPTIONS, so a process
 * that a test starts does not inherit them.
 *
 * Tests that use a database run once on each engine: each engine has a project
 * (`npm run jest -- FILE --selectProjects postgres`).
 */

/** @type {import('jest').Config} */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/tests/support/jest-environment.js',
  setupFilesAfterEnv: ['<rootDir>/tests/support/retry-failed-tests.js'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
};

/** The directories whose tests run on every engine. */
const onEveryEngine = [
  'api',
  'commands',
  'contract/attack',
  'contract/parity',
  'http',
  'observability',
  'security',
  'resource',
  ...resourceDirectories,
];

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...common,
      displayName: 'sqlite',
      globals: { testedEngine: 'sqlite' },
      globalSetup: '<rootDir>/tests/support/global-setup.ts',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/tests/database/postgres/'],
    },
    {
      ...common,
      displayName: 'postgres',
      globals: { testedEngine: 'postgres' },
      globalSetup: '<rootDir>/tests/support/postgres/global-setup.ts',
      globalTeardown: '<rootDir>/tests/support/postgres/global-teardown.ts',
      testMatch: [
        `<rootDir>/tests/{${onEveryEngine.join(',')}}/**/*.test.ts`,
        '<rootDir>/tests/database/postgres/*.test.ts',
        '<rootDir>/tests/process/migrate.test.ts',
      ],
      testPathIgnorePatterns: [
        // Tests SQLite's query plans.
        '/tests/tasks/query-plans.test.ts',
        // These tests do not depend on the engine, and take a long time.
        '/tests/commands/(?:loaded-packages|progress).test.ts',
        '/tests/http/tls.test.ts',
        '/tests/security/(?:secret-files|redis-credentials).test.ts',
      ],
    },
  ],

  // Tests share no state, so they pass in any order.
  randomize: true,
  maxWorkers: 2,
  testTimeout: scaled(30_000),

  // Babel counts statements; V8's own provider would count comments and types as covered lines.
  coverageProvider: 'babel',
  // tests/process runs the commands as separate processes, which do not count coverage.
  collectCoverageFrom: ['src/**/*.ts', 'site/**/*.ts', '!src/**/*.d.ts', '!src/commands/*.ts'],
  coverageReporters: ['text', 'lcov'],
  coverageThreshold: { global: { lines: 95 } },
};
