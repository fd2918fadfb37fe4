/**
 * Tests are ES modules in TypeScript, run the way the service runs: Node strips the types, nothing is bundled.
 * `npm run jest` adds the flags that Jest needs for ES modules; they are not in NODE_OPTIONS, so a process
 * that a test starts does not inherit them.
 *
 * What has to do with a database runs once on each engine: the same tests, with a project for each engine
 * (`npm run jest -- --selectProjects postgres`).
 */

/** @type {import('jest').Config} */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: '<rootDir>/tests/support/environment.js',
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
};

/** The folders whose tests ask nothing of an engine but what every engine has. */
const onEveryEngine = [
  'api',
  'commands/transfer',
  'contract/attack',
  'contract/parity',
  'http',
  'observability',
  'security',
  'resource',
  'tasks',
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
      // How SQLite means to answer.
      testPathIgnorePatterns: ['/tests/tasks/plans.test.ts'],
    },
  ],

  // Tests share nothing: no order among them may matter.
  randomize: true,
  maxWorkers: 2,
  // On PostgreSQL every statement is a way to another process and back, and the machine may be a busy one.
  testTimeout: 30_000,

  // Babel counts statements; V8's own provider would count comments and types as covered lines.
  coverageProvider: 'babel',
  // tests/process runs the commands as separate processes, which do not count coverage.
  collectCoverageFrom: ['src/**/*.ts', 'site/**/*.ts', '!src/**/*.d.ts', '!src/commands/*.ts'],
  coverageReporters: ['text', 'lcov'],
  coverageThreshold: { global: { lines: 95 } },
};
