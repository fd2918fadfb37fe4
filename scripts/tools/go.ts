// Programs written in Go, at pinned versions, made here where there is Go: its checksum database holds what is fetched
// to what everybody else gets.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programName } from './find.ts';

const run = promisify(execFile);

/**
 * Makes the program of a module (`path@version`) into a folder, beside first and then in place at once: two may do this
 * at the same time. An older Go fetches the newer one that a module asks for.
 */
export async function goInstall(
  go: string,
  module: string,
  program: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = await mkdtemp(join(folder, 'new-'));
  try {
    await run(go, ['install', module], {
      env: { ...env, GOBIN: temporary, GOFLAGS: '', GOTOOLCHAIN: 'auto' },
      timeout: 600_000,
    });
    await rename(join(temporary, programName(program)), join(folder, programName(program)));
  } finally {
    await rm(temporary, { recursive: true });
  }
}
