// The checks of `npm run sast`. Some of them also write a SARIF report.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeAudit } from './audit.ts';
import type { Finding } from './finding.ts';
import { goTool, pythonTool } from './tools.ts';
import type { Tool } from './tools.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The directory of the reports, relative to the root. */
export const reports = 'coverage/sast';

/** The checks by name. */
export const checks: Readonly<Record<string, () => Promise<Finding>>> = {
  eslint: async () => {
    const eslint = ['node_modules/eslint/bin/eslint.js', '--config', 'scripts/sast/eslint.config.js', '.'];
    return run(process.execPath, eslint, [
      report('eslint'),
      [...eslint, '--format', './scripts/sast/sarif-formatter.js'],
    ]);
  },

  actionlint: async () => {
    const shellcheck = await pythonTool('shellcheck');
    // Without shellcheck, actionlint silently skips shell scripts.
    if ('missing' in shellcheck) return { result: 'skipped', reason: `shellcheck: ${shellcheck.missing}` };
    return withTool(goTool('actionlint'), (command) => run(command, ['-shellcheck', shellcheck.command]));
  },

  zizmor: async () =>
    withTool(pythonTool('zizmor'), (command) => {
      const options = ['--offline', '--no-progress', '--persona', 'pedantic', '.github'];
      return run(command, options, [report('zizmor'), ['--format', 'sarif', '--no-exit-codes', ...options]]);
    }),

  hadolint: async () =>
    withTool(pythonTool('hadolint'), (command) => {
      const files = ['Dockerfile', ...globSync('container/*.Dockerfile', { cwd: root })];
      return run(command, files, [report('hadolint'), ['--no-fail', '--format', 'sarif', ...files]]);
    }),

  gitleaks: async () => {
    if (!existsSync(join(root, '.git'))) return { result: 'skipped', reason: 'this is not a git repository' };
    const sarif = ['--report-format', 'sarif', '--report-path', report('gitleaks')];
    return withTool(goTool('gitleaks'), (command) =>
      run(command, ['git', '--no-banner', '--no-color', '--redact', '--verbose', ...sarif]),
    );
  },

  // Fails for production dependencies with high or critical findings. Dependabot covers the rest.
  'npm audit': async () => {
    const args = ['audit', '--omit=dev', '--audit-level=high', '--json'];
    const { status, stdout, error } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
    return error === undefined
      ? judgeAudit(status, stdout)
      : { result: 'skipped', reason: `npm failed to run (${error.message})` };
  },
};

function report(name: string): string {
  return `${reports}/${name}.sarif`;
}

async function withTool(tool: Promise<Tool>, use: (command: string) => Finding): Promise<Finding> {
  const found = await tool;
  return 'missing' in found ? { result: 'skipped', reason: found.missing } : use(found.command);
}

/** Runs a program in the root directory. `sarif` contains the report's file and the arguments that make the program print SARIF. */
function run(
  command: string,
  args: readonly string[],
  sarif?: readonly [string, readonly string[]],
): Finding {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  if (sarif !== undefined) {
    const [file, sarifArgs] = sarif;
    writeFileSync(join(root, file), spawnSync(command, sarifArgs, options).stdout);
  }
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error !== undefined) return { result: 'failed', output: error.message };
  return status === 0 ? { result: 'passed' } : { result: 'failed', output: `${stdout}${stderr}`.trim() };
}
