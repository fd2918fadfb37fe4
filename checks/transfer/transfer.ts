import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * The heap limit of the commands. It is twice what they use, because garbage is collected late. A command that kept all tasks
 * in memory would exceed it at about 60,000 tasks.
 */
export const HEAP_MIB = 64;

export interface Transfer {
  readonly ms: number;
  /** The peak resident memory of the process. */
  readonly peakMib: number;
  /** The number of lines with items in the file, and the SHA-256 of the whole file. */
  readonly count: number;
  readonly sha256: string;
}

/** Runs the command export or import in a separate process. */
export async function transfer(command: 'export' | 'import', url: string, file: string): Promise<Transfer> {
  const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, program, command, file], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const ended = once(child, 'exit');
  const output = await text(child.stderr);
  await ended;
  const ms = performance.now() - startedAt;
  const [, count, peak] = /(\d+) items in [\d.]+ s, peak memory (\d+) MiB\.\n$/.exec(output) ?? [];
  if (child.exitCode !== 0 || count === undefined) {
    throw new Error(
      `The ${command} failed with ${child.exitCode ?? child.signalCode ?? 'no exit code'}:\n${output}`,
    );
  }
  const found = await checksumOf(file);
  if (found.count !== Number(count)) {
    throw new Error(`The ${command} reported ${count} items, but the file contains ${found.count}`);
  }
  return { ms, peakMib: Number(peak), ...found };
}

/** Reads the file without the code of the commands, which could have the same defect as the file. */
async function checksumOf(file: string): Promise<{ count: number; sha256: string }> {
  const hash = createHash('sha256');
  let newlines = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) newlines += 1;
  }
  return { count: newlines - 1, sha256: hash.digest('hex') };
}
