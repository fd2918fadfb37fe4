// Tests how .ci/run counts checks. Commands that end immediately stand in for the checks.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

afterEach(removeTemporaryFolders);

const script = readFileSync('.ci/run', 'utf8');
/** The functions of the script. */
const functions = script.slice(0, script.indexOf("\nstep 'install'") + 1);

/** Runs these lines with the functions of the script. Returns the exit code, and the lines that `finish` prints. */
function runLines(...lines: readonly string[]) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.ci'));
  writeFileSync(join(folder, '.ci/run'), `${functions}${lines.join('\n')}\nfinish\n`);
  const { status, stdout } = spawnSync('bash', ['.ci/run'], { cwd: folder, encoding: 'utf8' });
  return { status, summary: stdout.slice(stdout.lastIndexOf('\n\n') + 2).trimEnd() };
}

/** Fails the first time, and runs the command the second time. */
const second = (command: string) => `bash -c 'if [ -e ran ]; then ${command}; else touch ran; exit 1; fi'`;
const isOver = 'last_end=$SECONDS';

describe('.ci/run', () => {
  test.each([
    ['a check that passes', 'step a true', '1 passed, 0 failed'],
    ['a check that fails', 'step a false', '0 passed, 1 failed'],
    ['a check that fails within the time limit', 'in_time step a false', '0 passed, 1 failed'],
    ['a measurement that fails twice', 'measure a false', '0 passed, 1 failed'],
    ['a measurement that fails twice within the time limit', 'in_time measure a false', '0 passed, 1 failed'],
    ['a measurement that fails once', `measure a ${second('true')}`, '1 passed, 0 failed'],
    [
      'the tests of a failed check',
      "step a bash -c 'echo Tests: 2 failed, 3 passed; exit 1'",
      '3 passed, 3 failed',
    ],
    [
      'a check that exits with the code of a timeout',
      "in_time step a bash -c 'exit 124'",
      '0 passed, 1 failed',
    ],
    ['a command that does not exist', 'in_time step a no-such-command', '0 passed, 1 failed'],
  ])('counts %s', (_what, line, summary) => {
    expect(runLines(line)).toEqual({ status: summary.endsWith(' 0 failed') ? 0 : 1, summary });
  });

  test('records what a check skips, with the whole reason', () => {
    expect(runLines("step a echo 'Skipped HTTP/3: curl: too old'").summary).toBe(
      'Skipped: HTTP/3: curl: too old\n1 passed, 0 failed',
    );
  });

  test('skips a check that runs out of time, and the checks after it', () => {
    const { status, summary } = runLines(
      isOver,
      'in_time step a sleep 60',
      'last_start=-1',
      'in_time step b true',
    );
    expect(status).toBe(0);
    expect(summary).toMatch(/^Skipped: a: ended after .*\nSkipped: b: not started, .*\n0 passed, 0 failed$/);
  });

  test('counts a failed measurement whose retry runs out of time', () => {
    const { status, summary } = runLines(isOver, `in_time measure a ${second('sleep 60')}`);
    expect(status).toBe(1);
    expect(summary).toMatch(/^Skipped: a: ended after .*\n0 passed, 1 failed$/);
  });
});
