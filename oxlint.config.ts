import eslint from '@eslint/js';
import { defineConfig, type OxlintConfig } from 'oxlint';
import typescript from 'typescript-eslint';

type Rules = NonNullable<OxlintConfig['rules']>;

/** Preset rules that oxlint lacks. TypeScript itself rejects what ESLint's `no-…` rules look for. */
const missing = [
  'no-new-symbol',
  'no-return-await',
  'no-dupe-args',
  'no-octal',
  '@typescript-eslint/no-unsafe-class-instance-assignment',
];

/** The rules that the presets of ESLint and typescript-eslint enable, under the names that oxlint uses. */
const presets = Object.fromEntries(
  [
    eslint.configs.recommended,
    ...typescript.configs.strictTypeChecked,
    ...typescript.configs.stylisticTypeChecked,
  ]
    .flatMap(({ rules }) => Object.entries(rules ?? {}))
    .filter(([name]) => !missing.includes(name))
    .map(([name, setting]) => [name.replace('@typescript-eslint/', 'typescript/'), setting]),
) as Rules;

export default defineConfig({
  plugins: ['typescript', 'import'],
  categories: { correctness: 'off' },
  // `typeCheck` reports the compiler's errors, from the same program that the rules use.
  options: {
    typeAware: true,
    typeCheck: true,
    reportUnusedDisableDirectives: 'error',
    // Those comments are for ESLint.
    respectEslintDisableDirectives: false,
  },
  // The dependencies of the Fastify benchmark and of the example front end are installed only when they run. A test
  // type-checks the example.
  ignorePatterns: [
    '.textlintrc.cjs',
    'generated/',
    'contracts/clients/',
    'coverage/',
    '**/dist/',
    'dast/.venv/',
    'bench/.venv/',
    'bench/subjects/fastify.ts',
    'examples/web/',
    // It imports the packed client.
    'checks/runtimes/program.js',
  ],
  rules: {
    ...presets,

    // In addition to the presets
    eqeqeq: 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    // `_` marks a parameter that must be present but is unused.
    'typescript/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],

    // TypeScript checks this, and knows each file's globals.
    'no-undef': 'off',
    // `async` also guarantees that a function rejects instead of throwing.
    'typescript/require-await': 'off',
    'typescript/restrict-template-expressions': [
      'error',
      { allowNumber: true, allow: ['URL', 'URLSearchParams'] },
    ],
    // It suggests `!`, which another rule forbids.
    'typescript/non-nullable-type-assertion-style': 'off',
    // `(x) => log(x)` is a common shape of a callback.
    'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  },
  overrides: [
    {
      files: ['tests/**/*.ts'],
      // A missing value fails the test anyway.
      rules: { 'typescript/no-non-null-assertion': 'off' },
    },
    {
      files: ['tests/**/*.test-d.ts'],
      // A type test never runs: its declarations exist only for the compiler.
      rules: {
        'typescript/no-confusing-void-expression': 'off',
        'typescript/no-empty-function': 'off',
        'typescript/no-unnecessary-type-parameters': 'off',
        'typescript/no-unused-vars': 'off',
      },
    },
    {
      // A command writes to the terminal. The service logs, so that each line has a level and a request id.
      files: ['src/**/*.ts'],
      excludeFiles: ['src/commands/**'],
      rules: { 'no-console': 'error' },
    },
  ],
});
