import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };
import { runNode } from '../../scripts/tools/run-node.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The scripts of package.json that run a program outside of src/. tests/process/commands.test.ts tests the others. */
const scripts = Object.entries(packageJson.scripts).flatMap(([name, line]) => {
  const [, script] = /^node ((?!src\/|node_modules\/)\S+\.ts)$/.exec(line) ?? [];
  return script === undefined ? [] : [[name, script] as const];
});

test('finds the scripts of package.json', () => {
  expect(scripts.length).toBeGreaterThan(20);
});

describe.each(scripts)('npm run %s', (name, script) => {
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
