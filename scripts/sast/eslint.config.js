// The security rules alone, for `npm run sast`.
import typescript from 'typescript-eslint';
import { securityRules } from './security-rules.js';

export default [
  { ignores: ['generated/', 'coverage/', '**/dist/', '**/node_modules/', 'dast/.venv/'] },
  // Disable comments for other rules are not unused.
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { files: ['**/*.ts'], languageOptions: { parser: typescript.parser } },
  ...securityRules,
];
