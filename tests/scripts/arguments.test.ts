import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { runNode } from '../../scripts/tools/run-node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each([
  ['compatibility', 'scripts/compatibility.ts'],
  ['diagrams', 'scripts/diagrams.ts'],
  ['release', 'scripts/release.ts'],
  ['sast', 'scripts/sast.ts'],
  ['check:generators', 'checks/generators/run.ts'],
  ['check:transfer', 'checks/transfer/run.ts'],
  ['check:scale', 'checks/scale/run.ts'],
  ['check', 'scripts/check.ts'],
  ['docs', 'scripts/docs.ts'],
  ['generate', 'scripts/generate.ts'],
  ['lock', 'scripts/lock.ts'],
  ['check:cluster', 'checks/cluster/run.ts'],
  ['check:durability', 'checks/durability/run.ts'],
  ['check:image', 'checks/image/run.ts'],
  ['check:observability', 'checks/observability/run.ts'],
  ['check:soak', 'checks/scale/soak.ts'],
  ['bench', 'bench/run.ts'],
  ['dast', 'dast/run.ts'],
])('npm run %s', (name, script) => {
  test('prints its usage with --help', async () => {
    const { code, output } = await runNode([script, '--help'], { cwd: root });
    expect([code, output.split('\n')[0]]).toEqual([0, expect.stringMatching(`^npm run ${name} -- \\[`)]);
  });

  test('prints the version with --version', async () => {
    const { code, output } = await runNode([script, '--version'], { cwd: root });
    expect([code, output.trim()]).toEqual([0, packageJson.version]);
  });

  test('prints its usage after an unknown option, without a stack trace', async () => {
    const { code, output } = await runNode([script, '--nope'], { cwd: root });
    expect(code).toBe(2);
    expect(output).toMatch(`Unknown option '--nope'`);
    expect(output).toContain(`npm run ${name} -- [`);
    expect(output).not.toMatch(/^ +at /m);
  });
});
