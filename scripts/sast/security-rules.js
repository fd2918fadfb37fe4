import unsanitized from 'eslint-plugin-no-unsanitized';
import regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';

/**
 * What ESLint knows of security. `npm run lint` has it among all its rules, `npm run sast` alone.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const securityRules = [
  {
    plugins: { security, regexp, 'no-unsanitized': unsanitized },
    rules: {
      ...Object.fromEntries(Object.keys(security.configs.recommended.rules).map((rule) => [rule, 'error'])),
      // These report each file that is opened by a variable, each property that is read by one, and each comparison of
      // something called token, be it with undefined: nearly all of a program. CodeQL follows the data instead.
      'security/detect-non-literal-fs-filename': 'off',
      'security/detect-object-injection': 'off',
      'security/detect-possible-timing-attacks': 'off',
      // It takes each nested repetition for slow, also where nothing can match in two ways; this one looks at that.
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
    // Patterns of tests and scripts meet no stranger, and what they start is theirs.
    files: ['tests/**', 'checks/**', 'scripts/**', 'dast/**', 'bench/**', 'client/**'],
    rules: {
      'security/detect-child-process': 'off',
      'security/detect-non-literal-regexp': 'off',
      'regexp/no-super-linear-backtracking': 'off',
    },
  },
];
