// One of the commands as an operator runs it, a process of its own, and what came of it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * Twice what the commands keep, for garbage is not collected at once. One that kept the tasks that it has moved would be
 * out of memory at some 60,000, where it would otherwise take what there is.
 */
export const HEAP_MIB = 64;

export interface Moved {
  readonly ms: number;
  /** The most memory that the process had, as the operating system counts it. */
  readonly peakMib: number;
  /** The lines with tasks in the file, and the SHA-256 of all its bytes. */
  readonly count: number;
  readonly sha256: string;
}

/** Exports a database to a file, or imports a file into it. */
export async function move(command: 'export' | 'import', url: string, file: string): Promise<Moved> {
  const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, program, command, file], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  const said = await text(child.stderr);
  await ended;
  const ms = performance.now() - startedAt;
  const [, count, peak] = /(\d+) tasks in [\d.]+ s, peak memory (\d+) MiB\.\n$/.exec(said) ?? [];
  if (child.exitCode !== 0 || count === undefined) {
    throw new Error(`The ${command} ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}:\n${said}`);
  }
  const found = await sumOf(file);
  if (found.count !== Number(count)) {
    throw new Error(`The ${command} speaks of ${count} tasks, and the file has ${found.count}`);
  }
  return { ms, peakMib: Number(peak), ...found };
}

/** Looks at the file itself: the commands could be wrong in the same way. */
async function sumOf(file: string): Promise<{ count: number; sha256: string }> {
  const hash = createHash('sha256');
  let newlines = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) newlines += 1;
  }
  return { count: newlines - 1, sha256: hash.digest('hex') };
}
