// Formats ESLint's results as SARIF 2.1.0 for code scanning. (The formatter on npm depends on ESLint 8.)
import { relative, sep } from 'node:path';

/**
 * @param {import('eslint').ESLint.LintResult[]} results
 * @param {{ cwd: string }} context
 */
export default function format(results, { cwd }) {
  const messages = results.flatMap(({ filePath, messages: found }) =>
    found.map((message) => ({ ...message, uri: relative(cwd, filePath).split(sep).join('/') })),
  );
  const rules = [...new Set(messages.map(({ ruleId }) => ruleId ?? 'syntax'))].sort();
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'ESLint',
              informationUri: 'https://eslint.org',
              rules: rules.map((id) => ({ id })),
            },
          },
          results: messages.map(({ ruleId, severity, message, uri, line, column, endLine, endColumn }) => ({
            ruleId: ruleId ?? 'syntax',
            level: severity === 2 ? 'error' : 'warning',
            message: { text: message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri },
                  region: {
                    startLine: Math.max(1, line),
                    startColumn: Math.max(1, column),
                    ...(endLine === undefined ? {} : { endLine, endColumn }),
                  },
                },
              },
            ],
          })),
        },
      ],
    },
    undefined,
    2,
  );
}
