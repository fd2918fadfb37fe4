// Installs programs written in Go at pinned versions. Go's checksum database guarantees that everyone gets the same code.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programName } from './find-program.ts';

const run = promisify(execFile);

/**
 * Compiles a module (`path@version`) into a directory. Renames the result into place, so that concurrent calls are safe.
 * An older Go downloads the toolchain that the module requires.
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
