// Runs oasdiff, a Go program that decides which changes break a client. Its results differ between versions, so the project
// compiles a pinned version.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exists, findProgram, programName } from '../tools/find-program.ts';
import { goInstall } from '../tools/go-install.ts';

const run = promisify(execFile);

/** The version that the project compiles. */
export const pinned = 'v1.35.0';
const module = `github.com/oasdiff/oasdiff@${pinned}`;

const cacheFolder = fileURLToPath(new URL(`../../node_modules/.cache/oasdiff-${pinned}/`, import.meta.url));
const maxOutput = 64 * 1024 * 1024;

/** A change between two contracts, as reported by oasdiff. */
export interface Change {
  readonly id: string;
  readonly text: string;
  /** 1: compatible; 2: may break a client; 3: breaks a client. */
  readonly level: 1 | 2 | 3;
  readonly operation?: string;
  readonly path?: string;
}

/** The command of oasdiff, or the reason why it is unavailable. */
export type Oasdiff = { readonly command: string; readonly name: string } | { readonly missing: string };

export interface Environment {
  readonly cache?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Finds oasdiff in the cache or on the PATH, or compiles it with Go, which takes half a minute. */
export async function findOasdiff({
  cache = cacheFolder,
  env = process.env,
}: Environment = {}): Promise<Oasdiff> {
  const own = { command: join(cache, programName('oasdiff')), name: `oasdiff ${pinned}` };
  if (await exists(own.command)) return own;
  const onPath = await findProgram('oasdiff', env);
  if (onPath !== undefined) return { command: onPath, name: await nameOf(onPath) };
  const go = await findProgram('go', env);
  if (go === undefined) return { missing: 'neither oasdiff nor go is on the PATH' };
  try {
    await goInstall(go, module, 'oasdiff', cache, env);
    return own;
  } catch (error) {
    const [reason] = String((error as { stderr?: unknown }).stderr ?? error)
      .trim()
      .split('\n')
      .slice(-1);
    return {
      missing: `oasdiff is not on the PATH, and \`go install ${module}\` failed (${reason ?? ''})`,
    };
  }
}

/** The changes between two contracts. Throws if oasdiff cannot read them. */
export async function changesBetween(command: string, before: URL, now: URL, config: URL): Promise<Change[]> {
  const [base = '', revision = '', configuration = ''] = [before, now, config].map((file) =>
    fileURLToPath(file),
  );
  const options = ['--format', 'json', '--config', configuration];
  const { stdout } = await run(command, ['changelog', base, revision, ...options], {
    maxBuffer: maxOutput,
  });
  return JSON.parse(stdout) as Change[];
}

/**
 * Describes the oasdiff on the PATH. After `go install`, it reports `main` as its version, so the pinned version is
 * stated too.
 */
async function nameOf(command: string): Promise<string> {
  const { stdout } = await run(command, ['--version']);
  return `the oasdiff on the PATH (${stdout.trim()}; ${pinned} is the pinned version)`;
}
