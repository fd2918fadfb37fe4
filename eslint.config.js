import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';
import { vocabularyRule } from './scripts/lint/vocabulary.js';
import { resourceDirectories } from './scripts/resource-directories.js';
import { securityRules } from './scripts/sast/security-rules.js';

/**
 * Imports go one way: `main → app → {resources, security, observability, docs} → contract → http`, and from a resource to
 * `resource` and `database`. Resources do not import one another.
 * Lists the modules of src/ and the modules that each may import from. All other imports are errors.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const modules = {
  http: [],
  contract: ['http'],
  files: [],
  database: ['files'],
  docs: ['contract', 'http'],
  observability: ['contract', 'http'],
  security: ['contract', 'files', 'http'],
  resource: ['contract', 'database', 'http'],
  ...Object.fromEntries(
    resourceDirectories.map((name) => [name, ['contract', 'database', 'http', 'resource']]),
  ),
};

/**
 * Packages that only some modules may import. `app` stands for the files directly in src/.
 *
 * @type {readonly { packages: string[]; in: readonly string[]; instead: string }[]}
 */
const packages = [
  {
    packages: ['better-sqlite3', 'pg'],
    in: ['database'],
    instead: 'Only src/database knows the engine: query through Kysely, in a repository.',
  },
  {
    packages: ['kysely', 'kysely/*'],
    in: ['database', 'resource', ...resourceDirectories, 'app'],
    instead: 'Queries belong in the repository of a resource, and engines in src/database.',
  },
  {
    packages: ['express', 'express-*', 'cors'],
    in: [
      ...['contract', 'contract/validation', 'docs', 'http', 'observability', 'observability/opentelemetry'],
      ...['security', 'app'],
    ],
    instead:
      'No HTTP here: a handler takes a request value and returns a response value (src/contract/handler.ts).',
  },
  {
    packages: ['@opentelemetry/*'],
    in: ['observability/opentelemetry'],
    instead: 'OpenTelemetry is loaded only if it is configured: use src/observability/tracing.ts.',
  },
  {
    packages: ['express-openapi-validator', 'express-openapi-validator/*'],
    in: ['contract/validation'],
    instead: 'Only src/contract/validation knows the validator: use what it exports.',
  },
];

/**
 * Restricts the imports of the files at one depth below a directory in src/.
 *
 * @param {string} module a key of `modules`, `app`, or a directory with its own rules (`contract/validation`)
 * @param {string} files
 * @param {{ regex: string; message: string }[]} patterns
 * @returns {import('eslint').Linter.Config}
 */
const restrict = (module, files, patterns) => ({
  files: [files],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^\\.\\./.*\\bsrc/',
            message: 'Use the shortest relative path. This one bypasses the module rules.',
          },
          ...patterns,
          ...packages
            .filter((rule) => !rule.in.includes(module))
            .map((rule) => ({ group: rule.packages, message: rule.instead })),
        ],
      },
    ],
    // The rule above checks only import declarations.
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\/')}/]`,
        message,
      })),
      ...packages
        .filter((rule) => !rule.in.includes(module))
        .map((rule) => {
          const names = rule.packages.map((name) => name.replaceAll('*', '.+').replaceAll('/', '\\/'));
          return {
            selector: `CallExpression[callee.name='require'][arguments.0.value=/^(?:${names.join('|')})$/]`,
            message: rule.instead,
          };
        }),
    ],
  },
});

/**
 * The patterns of the modules that a module must not import from, for its files at one depth.
 *
 * @param {string} module
 * @param {number} depth
 */
const otherModules = (module, depth) => {
  const allowed = modules[module] ?? [];
  const up = '\\.\\./'.repeat(depth + 1);
  const refused = [...Object.keys(modules), 'commands', 'process', 'sandbox', 'wiring'].filter(
    (other) => other !== module && !allowed.includes(other),
  );
  const message =
    `src/${module} may import from ${allowed.map((name) => `src/${name}`).join(' and ') || 'no other module'}. ` +
    'Take what it needs as an argument, which src/app.ts or src/service.ts passes in.';
  return [
    { regex: `^${up}(?:${refused.join('|')})/`, message },
    { regex: `^${up}[^/]+\\.ts$`, message },
  ];
};

const directions = [
  restrict('app', 'src/*.ts', [
    {
      regex: '^\\./main\\.js$',
      message: 'src/main.js starts the process. Move what other modules need to a different file.',
    },
  ]),
  // Commands, the process, the sandbox and the wiring compose all modules, as the service does.
  restrict('app', 'src/commands/**/*.ts', []),
  restrict('app', 'src/process/**/*.ts', []),
  restrict('app', 'src/sandbox/**/*.ts', []),
  restrict('app', 'src/wiring/*.ts', []),
  ...Object.keys(modules).flatMap((module) =>
    [0, 1, 2].map((depth) =>
      restrict(module, `src/${module}/${'*/'.repeat(depth)}*.ts`, otherModules(module, depth)),
    ),
  ),
  restrict('contract/validation', 'src/contract/validation/*.ts', otherModules('contract', 1)),
  restrict(
    'observability/opentelemetry',
    'src/observability/opentelemetry/*.ts',
    otherModules('observability', 1),
  ),
];

// ESLint checks this project's own conventions. The general JavaScript and TypeScript rules are in oxlint.config.ts.
export default defineConfig(
  {
    ignores: [
      ...['generated/', 'contracts/clients/', 'coverage/', '**/dist/', 'dast/.venv/'],
      // The dependencies of the Fastify benchmark are installed only when the benchmark runs.
      ...['bench/.venv/', 'bench/subjects/fastify.ts'],
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  securityRules,
  {
    plugins: { project: { rules: { vocabulary: vocabularyRule } } },
    ignores: ['{scripts,tests/scripts}/lint/**'],
    rules: { 'project/vocabulary': 'error' },
  },
  ...directions,
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          // The timeout of a test or a hook, and of all tests in a file.
          'CallExpression > :function + Literal[value>=1000]',
          'CallExpression[callee.object.name="jest"][callee.property.name="setTimeout"] > Literal',
        ].map((selector) => ({
          selector,
          message: 'Write scaled(MILLISECONDS), from tests/support/timeouts.js: machines differ in speed.',
        })),
      ],
    },
  },
);
