import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { runNode } from '../../scripts/tools/run-node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each([
  ['compatibility', 'scripts/compatibility.ts'],
  ['diagrams', 'scripts/diagrams.ts'],
  ['release', 'scripts/release.ts'],
  ['sast', 'scripts/sast.ts'],
  ['check:transfer', 'checks/transfer/run.ts'],
  ['check:scale', 'checks/scale/run.ts'],
])('npm run %s', (name, script) => {
  test('prints its usage with --help', async () => {
    const { code, output } = await runNode([script, '--help'], { cwd: root });
    expect([code, output.split('\n')[0]]).toEqual([0, expect.stringMatching(`^npm run ${name} -- \\[`)]);
  });

  test('prints its usage after an unknown option, without a stack trace', async () => {
    const { code, output } = await runNode([script, '--nope'], { cwd: root });
    expect(code).toBe(2);
    expect(output).toMatch(`Unknown option '--nope'`);
    expect(output).toContain(`npm run ${name} -- [`);
    expect(output).not.toMatch(/^ +at /m);
  });
});
