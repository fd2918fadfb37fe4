import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from '@jest/globals';
import { showProgress } from '../../src/commands/progress.ts';
import type { Work } from '../../src/commands/progress.ts';

/** Shows the progress of work in three steps. Returns the output. */
function shown(work: Work, isTTY: boolean, minWorkMs = 0): string {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  // Properties that only a terminal has.
  Object.assign(stream, { isTTY, columns: 120, cursorTo: () => true, clearLine: () => true });
  const display = { stream: stream as unknown as WriteStream, minWorkMs, lineIntervalMs: 0 };
  const progress = showProgress(work, display);
  for (const amount of [0.5, 49.5, 50]) progress.advance(amount);
  progress.stop();
  return chunks.join('');
}

test('shows a bar on a terminal', () => {
  const text = shown({ name: 'Exporting', unit: 'tasks', total: 100 }, true);
  expect(text).toMatch(/Exporting █+ 100% \| 100\/100 tasks/);
});

test('writes lines if the output is not a terminal', () => {
  expect(shown({ name: 'Importing', unit: 'MiB', total: 100 }, false)).toBe(
    'Importing: 0 of 100 MiB (0%)\nImporting: 50 of 100 MiB (50%)\nImporting: 100 of 100 MiB (100%)\n',
  );
});

test('counts when the total is unknown, on a terminal too', () => {
  const work: Work = { name: 'Importing', unit: 'MiB', total: undefined };
  expect(shown(work, true)).toBe('Importing: 0 MiB\nImporting: 50 MiB\nImporting: 100 MiB\n');
});

test.each([true, false])('shows nothing for short work (terminal: %s)', (isTTY) => {
  expect(shown({ name: 'Exporting', unit: 'tasks', total: 100 }, isTTY, 60_000)).toBe('');
});
