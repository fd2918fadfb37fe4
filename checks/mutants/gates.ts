// The gates that a mutant has to pass, the fastest first. A gate is a script of package.json or Jest on some tests.
import { join } from 'node:path';
import { runNode } from '../../scripts/tools/run-node.ts';
import type { Ended } from '../../scripts/tools/run-node.ts';

/** The gates that each mutant is tried on, until one catches it. */
export const gates: readonly string[] = [
  'generate:check',
  'lint:contract',
  'typecheck',
  'tests/contract',
  'tests/tasks',
  'tests/api',
  'tests/security',
  'tests/http',
];

/** What a gate said. */
export interface Finding {
  readonly passed: boolean;
  /** The first line that tells why it did not pass. */
  readonly reason: string;
}

const hangsAfter = 120_000;

/** Runs a gate in a copy of the project. */
export async function runGate(gate: string, folder: string): Promise<Finding> {
  const { code, output } = await run(commandOf(gate, folder), folder);
  return { passed: code === 0, reason: reasonIn(output) };
}

/** Makes the generated types anew, as whoever changes the contract does. */
export async function generateTypes(folder: string): Promise<Finding> {
  const { code, output } = await run(['scripts/generate.ts'], folder);
  return { passed: code === 0, reason: reasonIn(output) };
}

function commandOf(gate: string, folder: string): readonly string[] {
  const cache = join(folder, 'coverage');
  switch (gate) {
    case 'typecheck':
      // Incremental, as an editor does it: half the time from the second mutant on.
      return [
        'node_modules/typescript/bin/tsc',
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
        // What is broken here is broken on every engine.
        ...['--selectProjects', 'sqlite'],
      ];
  }
}

async function run(args: readonly string[], cwd: string): Promise<Ended> {
  return await runNode(args, { cwd, env: { ...process.env, FORCE_COLOR: '0' }, timeout: hangsAfter });
}

function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /^● |error TS|^Not what openapi|\berror\b/.test(line));
  return (telling ?? lines.find(Boolean) ?? 'nothing was said').replace(/^● /, '');
}
