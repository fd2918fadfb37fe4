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
  test('says with --help how it is called, and does nothing', async () => {
    const { code, output } = await runNode([script, '--help'], { cwd: root });
    expect([code, output.split('\n')[0]]).toEqual([0, expect.stringMatching(`^npm run ${name} -- \\[`)]);
  });

  test('says the same, without a stack, of what it does not know', async () => {
    const { code, output } = await runNode([script, '--nope'], { cwd: root });
    expect(code).toBe(2);
    expect(output).toMatch(`Unknown option '--nope'`);
    expect(output).toContain(`npm run ${name} -- [`);
    expect(output).not.toMatch(/^ +at /m);
  });
});
