// The gates, the fastest first. At least one must detect each mutant. A gate is a package.json script or a Jest run.
import { join } from 'node:path';
import { runNode } from '../../scripts/tools/run-node.ts';
import type { ProcessResult } from '../../scripts/tools/run-node.ts';

/** The contract tests without their subdirectories, which take minutes. */
export const contractTests = 'tests/contract/[^/]*$';

export const gates: readonly string[] = [
  'generate:check',
  'lint:contract',
  'typecheck',
  contractTests,
  'tests/tasks',
  'tests/api',
  'tests/security',
  'tests/http',
];

export interface Finding {
  readonly passed: boolean;
  /** The first line of the output that states the reason for a failure. */
  readonly reason: string;
}

const timeoutMs = 120_000;

/** Runs a gate in a copy of the project. */
export async function runGate(gate: string, folder: string): Promise<Finding> {
  const { code, output } = await run(commandOf(gate, folder), folder);
  return { passed: code === 0, reason: reasonIn(output) };
}

/** Regenerates the types, as required after a change to the contract. */
export async function generateTypes(folder: string): Promise<Finding> {
  const { code, output } = await run(['scripts/generate.ts'], folder);
  return { passed: code === 0, reason: reasonIn(output) };
}

function commandOf(gate: string, folder: string): readonly string[] {
  const cache = join(folder, 'coverage');
  switch (gate) {
    case 'typecheck':
      // Incremental builds halve the time from the second mutant on.
      return [
        'node_modules/typescript-7/bin/tsc',
        '--incremental',
        '--tsBuildInfoFile',
        join(cache, 'tsc.json'),
      ];
    case 'generate:check':
    case 'lint:contract':
      return ['--run', gate];
    default:
      return [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        `--cacheDirectory=${join(cache, 'jest')}`,
        '--coverage=false',
        '--bail',
        '--runInBand',
        '--forceExit',
        gate,
        // These mutants do not depend on the engine.
        ...['--selectProjects', 'sqlite'],
      ];
  }
}

async function run(args: readonly string[], cwd: string): Promise<ProcessResult> {
  return await runNode(args, { cwd, env: { ...process.env, FORCE_COLOR: '0' }, timeout: timeoutMs });
}

function reasonIn(output: string): string {
  // Skips test files that passed, because their names may contain `error`.
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('PASS '));
  const reason = lines.find((line) => /^● |error TS|^Stale:|\berror\b/.test(line));
  return (reason ?? lines.find(Boolean) ?? 'no output').replace(/^● /, '');
}
