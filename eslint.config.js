import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';
import { vocabularyRule } from './scripts/lint/vocabulary.js';
import { securityRules } from './scripts/sast/security-rules.js';

/**
 * Imports go one way: `main → app → {tasks, security, observability, docs} → contract → http`, and `tasks → database`.
 * Here is each room of src/ with the rooms that it may import from; whatever is not listed is refused.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const rooms = {
  http: [],
  contract: ['http'],
  database: [],
  docs: ['contract', 'http'],
  observability: ['contract', 'http'],
  security: ['contract', 'http'],
  resource: ['contract', 'database', 'http'],
  tasks: ['contract', 'database', 'http', 'resource'],
};

/**
 * Packages that belong to some rooms only. `app` stands for the files directly in src/.
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
    in: ['database', 'resource', 'tasks', 'app'],
    instead: 'Queries belong into a repository in src/tasks; the engines into src/database.',
  },
  {
    packages: ['express', 'express-*', 'cors'],
    in: ['contract', 'contract/validation', 'docs', 'http', 'observability', 'security', 'app'],
    instead:
      'No HTTP here: a handler takes a request value and returns a response value (src/contract/handler.ts).',
  },
  {
    packages: ['express-openapi-validator', 'express-openapi-validator/*'],
    in: ['contract/validation'],
    instead: 'Only src/contract/validation knows the validator: use what it exports.',
  },
];

/**
 * The files at one depth below a folder of src/, and what they may not import.
 *
 * @param {string} room a key of `rooms`, `contract/validation` or `app`
 * @param {string} files
 * @param {{ regex: string; message: string }[]} patterns
 * @returns {import('eslint').Linter.Config}
 */
const restrict = (room, files, patterns) => ({
  files: [files],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^\\.\\./.*\\bsrc/',
            message: 'Take the shortest relative path: this one goes round the rooms.',
          },
          ...patterns,
          ...packages
            .filter((rule) => !rule.in.includes(room))
            .map((rule) => ({ group: rule.packages, message: rule.instead })),
        ],
      },
    ],
    // The rule above looks at declarations alone.
    'no-restricted-syntax': [
      'error',
      ...patterns.map(({ regex, message }) => ({
        selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\/')}/]`,
        message,
      })),
      ...packages
        .filter((rule) => !rule.in.includes(room))
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
 * The patterns of the rooms that a room may not import from, for its files at one depth.
 *
 * @param {string} room
 * @param {number} depth
 */
const otherRooms = (room, depth) => {
  const allowed = rooms[room] ?? [];
  const up = '\\.\\./'.repeat(depth + 1);
  const refused = [...Object.keys(rooms), 'commands', 'process'].filter(
    (other) => other !== room && !allowed.includes(other),
  );
  const message =
    `src/${room} may import from ${allowed.map((name) => `src/${name}`).join(' and ') || 'no other room'}. ` +
    'Take what it needs as an argument, which src/app.ts or src/service.ts hands in.';
  return [
    { regex: `^${up}(?:${refused.join('|')})/`, message },
    { regex: `^${up}[^/]+\\.ts$`, message },
  ];
};

const directions = [
  restrict('app', 'src/*.ts', [
    {
      regex: '^\\./main\\.js$',
      message: 'src/main.js is the process: what others need of it belongs elsewhere.',
    },
  ]),
  // What an operator calls by name is put together from all rooms, as the service is.
  restrict('app', 'src/commands/**/*.ts', []),
  restrict('app', 'src/process/**/*.ts', []),
  ...Object.keys(rooms).flatMap((room) =>
    [0, 1, 2].map((depth) =>
      restrict(room, `src/${room}/${'*/'.repeat(depth)}*.ts`, otherRooms(room, depth)),
    ),
  ),
  restrict('contract/validation', 'src/contract/validation/*.ts', otherRooms('contract', 1)),
];

// ESLint checks the conventions of this project. oxlint.config.ts has the rules of the language.
export default defineConfig(
  {
    ignores: [
      ...['generated/', 'coverage/', '**/dist/', 'dast/.venv/'],
      // The dependencies of the Fastify benchmark are installed only when the benchmark runs.
      ...['bench/.venv/', 'bench/subjects/fastify.ts'],
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  securityRules,
  {
    plugins: { project: { rules: { vocabulary: vocabularyRule } } },
    files: ['{bench,checks,container,dast,scripts}/**', 'tests/{bench,checks,container,dast,pipeline,scripts}/**'],
    ignores: ['scripts/lint/**', 'checks/{durability,scale,transfer}/**'],
    rules: { 'project/vocabulary': 'error' },
  },
  ...directions,
);
