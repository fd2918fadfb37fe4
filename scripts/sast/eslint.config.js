// The security rules alone, for `npm run sast`.
import typescript from 'typescript-eslint';
import { vocabularyRule } from '../lint/vocabulary.js';
import { securityRules } from './security-rules.js';

export default [
  { ignores: ['generated/', 'coverage/', '**/dist/', '**/node_modules/', 'dast/.venv/'] },
  // Disable comments for other rules are neither unused nor unknown.
  { plugins: { project: { rules: { vocabulary: vocabularyRule } } } },
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  ...securityRules,
];
