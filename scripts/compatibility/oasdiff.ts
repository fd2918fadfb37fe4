// oasdiff is the reference for what breaks a client. It is a Go program: the project keeps a pinned copy of its own
// where there is Go to make it, because its judgement changes from version to version.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exists, findProgram, programName } from '../tools/find.ts';
import { goInstall } from '../tools/go.ts';

const run = promisify(execFile);

/** The version that is installed where there is none. Raise it together with that of the GitHub Action. */
export const pinned = 'v1.35.0';
const module = `github.com/oasdiff/oasdiff@${pinned}`;

const cacheFolder = fileURLToPath(new URL(`../../node_modules/.cache/oasdiff-${pinned}/`, import.meta.url));
const largestOutput = 64 * 1024 * 1024;

/** A change between two contracts, as oasdiff has it. */
export interface Change {
  readonly id: string;
  readonly text: string;
  /** 1 is compatible, 2 may break a client, 3 breaks one. */
  readonly level: 1 | 2 | 3;
  readonly operation?: string;
  readonly path?: string;
}

/** oasdiff, or why it cannot be had. */
export type Oasdiff = { readonly command: string; readonly name: string } | { readonly missing: string };

export interface Places {
  readonly cache?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Finds oasdiff: the project's own, the one on the PATH, or a new one made with Go, which takes half a minute. */
export async function findOasdiff({ cache = cacheFolder, env = process.env }: Places = {}): Promise<Oasdiff> {
  const own = { command: join(cache, programName('oasdiff')), name: `oasdiff ${pinned}` };
  if (await exists(own.command)) return own;
  const onPath = await findProgram('oasdiff', env);
  if (onPath !== undefined) return { command: onPath, name: await nameOf(onPath) };
  const go = await findProgram('go', env);
  if (go === undefined) return { missing: 'there is neither oasdiff nor Go on the PATH' };
  try {
    await goInstall(go, module, 'oasdiff', cache, env);
    return own;
  } catch (error) {
    const [reason] = String((error as { stderr?: unknown }).stderr ?? error)
      .trim()
      .split('\n')
      .slice(-1);
    return {
      missing: `there is no oasdiff on the PATH, and \`go install ${module}\` failed (${reason ?? ''})`,
    };
  }
}

/** What changed between two contracts, by this configuration. Throws when oasdiff cannot read them. */
export async function changesBetween(command: string, before: URL, now: URL, config: URL): Promise<Change[]> {
  const [base = '', revision = '', configuration = ''] = [before, now, config].map((file) =>
    fileURLToPath(file),
  );
  const options = ['--format', 'json', '--config', configuration];
  const { stdout } = await run(command, ['changelog', base, revision, ...options], {
    maxBuffer: largestOutput,
  });
  return JSON.parse(stdout) as Change[];
}

/** What `go install` made calls itself `main`, so the version is named only where it has one. */
async function nameOf(command: string): Promise<string> {
  const { stdout } = await run(command, ['--version']);
  return `the oasdiff on the PATH (${stdout.trim()}; ${pinned} is the pinned version)`;
}
