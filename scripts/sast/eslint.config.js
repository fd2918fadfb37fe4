// The security rules alone, without the types that the others need: some seconds instead of half a minute.
import typescript from 'typescript-eslint';
import { securityRules } from './security-rules.js';

export default [
  { ignores: ['generated/', 'coverage/', '**/dist/', '**/node_modules/', 'dast/.venv/'] },
  // Comments that turn off rules which are not here are none of this configuration's business.
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  // The names have to be known, for the comments that turn them off.
  { plugins: { '@typescript-eslint': typescript.plugin } },
  ...securityRules,
];
