import unsanitized from 'eslint-plugin-no-unsanitized';
import regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';

/**
 * The security rules of ESLint, for `npm run lint` and `npm run sast`.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const securityRules = [
  {
    plugins: { security, regexp, 'no-unsanitized': unsanitized },
    rules: {
      ...Object.fromEntries(Object.keys(security.configs.recommended.rules).map((rule) => [rule, 'error'])),
      // These three report every non-literal file name and property, and every comparison of a token, even with undefined.
      // CodeQL is more precise, because it tracks the data.
      'security/detect-non-literal-fs-filename': 'off',
      'security/detect-object-injection': 'off',
      'security/detect-possible-timing-attacks': 'off',
      // Reports every nested repetition, even an unambiguous one. The next rule analyzes ambiguity.
      'security/detect-unsafe-regex': 'off',
      'regexp/no-super-linear-backtracking': 'error',
      'no-unsanitized/method': 'error',
      'no-unsanitized/property': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
    },
  },
  {
    // Tests and scripts process no untrusted input.
    files: ['tests/**', 'checks/**', 'scripts/**', 'dast/**', 'bench/**', 'client/**'],
    rules: {
      'security/detect-child-process': 'off',
      'security/detect-non-literal-regexp': 'off',
      'regexp/no-super-linear-backtracking': 'off',
    },
  },
];
