// Enables only the security rules, for `npm run sast`.
import typescript from 'typescript-eslint';
import { vocabularyRule } from '../lint/vocabulary.js';
import { securityRules } from './security-rules.js';

export default [
  { ignores: ['generated/', 'coverage/', '**/dist/', '**/node_modules/', 'dast/.venv/'] },
  // Comments may disable rules that are not enabled here. ESLint must not report them as unknown or unused.
  { plugins: { project: { rules: { vocabulary: vocabularyRule } } } },
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  ...securityRules,
];
