// Tests the security rules and their SARIF report.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { judgeAudit } from '../../scripts/sast/audit.ts';

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string }[] } };
    results: {
      ruleId: string;
      level: string;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[];
  }[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));

function lint(text: string, file: string): Sarif {
  const options = [
    '--config',
    'scripts/sast/eslint.config.js',
    '--format',
    './scripts/sast/sarif-formatter.js',
  ];
  const { stdout } = spawnSync(
    process.execPath,
    ['node_modules/eslint/bin/eslint.js', ...options, '--stdin', '--stdin-filename', file],
    { cwd: root, input: text, encoding: 'utf8' },
  );
  return JSON.parse(stdout) as Sarif;
}

describe('the security rules', () => {
  const lines = [
    "import { exec } from 'node:child_process';",
    'export const run = (name: string) => exec(`ls ${name}`);',
    'export const search = (text: string) => new RegExp(text);',
    'export const pattern = /(a+)+$/;',
    'export const value = (text: string): unknown => eval(text);',
    'export const show = (element: HTMLElement, text: string) => { element.innerHTML = text; };',
    "export const role = 'user\u202E';",
  ];
  const { version, runs } = lint(lines.join('\n'), 'src/dangerous.ts');

  test.each([
    ['security/detect-child-process', 2],
    ['security/detect-non-literal-regexp', 3],
    ['regexp/no-super-linear-backtracking', 4],
    ['no-eval', 5],
    ['no-unsanitized/property', 6],
    ['security/detect-bidi-characters', 7],
  ])('report %s in line %d', (rule, line) => {
    const found = runs[0]!.results.find(({ ruleId }) => ruleId === rule);
    expect(found).toMatchObject({
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'src/dangerous.ts' }, region: { startLine: line } } },
      ],
    });
    expect(runs[0]!.tool.driver.rules).toContainEqual({ id: rule });
  });

  test('report SARIF 2.1.0', () => {
    expect(version).toBe('2.1.0');
    expect(runs[0]!.tool.driver.name).toBe('ESLint');
  });
});

test('reports nothing for safe code', () => {
  expect(lint('export const one = 1;\n', 'src/harmless.ts').runs[0]!.results).toEqual([]);
});

test('rejects an unknown check and lists the available ones', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/sast.ts', 'nothing'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain(
    'Unknown check: nothing. Available checks: eslint, actionlint, zizmor, hadolint, gitleaks',
  );
});

describe('judgeAudit', () => {
  const vulnerabilities = {
    ring: { severity: 'critical', range: '<2.0.0' },
    chime: { severity: 'low', range: '*' },
  };

  test('reports high and critical findings when npm fails', () => {
    expect(judgeAudit(0, JSON.stringify({ vulnerabilities: {} }))).toEqual({ result: 'passed' });
    expect(judgeAudit(1, JSON.stringify({ vulnerabilities }))).toEqual({
      result: 'failed',
      output: 'ring <2.0.0: critical\nRun `npm audit --omit=dev` for details.',
    });
  });

  test('skips the audit if the registry does not respond', () => {
    expect(judgeAudit(1, JSON.stringify({ message: '405 Method Not Allowed' }))).toEqual({
      result: 'skipped',
      reason: 'the npm registry did not respond (405 Method Not Allowed)',
    });
    expect(judgeAudit(1, '')).toMatchObject({ result: 'skipped' });
  });
});
