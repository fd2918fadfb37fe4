// The input of a command: a file, or standard input.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { withProgress } from './progress.ts';
import { TransferError } from './transfer/transfer-error.ts';

/**
 * Reads a file, or standard input for `-`, and shows progress on standard error. Throws `TransferError` if the
 * file cannot be read.
 */
export async function* readInput(file: string, name: string): AsyncGenerator<Uint8Array> {
  if (file === '-') {
    yield* withProgress(name, process.stdin as AsyncIterable<Uint8Array>, undefined);
    return;
  }
  try {
    const { size } = await stat(file);
    yield* withProgress(name, createReadStream(file) as AsyncIterable<Uint8Array>, size);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new TransferError(`Cannot read ${file} (${error.message})`, { cause: error });
  }
}
