// oasdiff is the reference for what breaks a client. It is a Go program: the project keeps a pinned copy of its own
// where there is Go to make it, because its judgement changes from version to version.
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that is installed where there is none. Raise it together with that of the GitHub Action. */
export const pinned = 'v1.35.0';
const module = `github.com/oasdiff/oasdiff@${pinned}`;

const cacheFolder = fileURLToPath(new URL(`../../node_modules/.cache/oasdiff-${pinned}/`, import.meta.url));
const largestOutput = 64 * 1024 * 1024;
const program = process.platform === 'win32' ? 'oasdiff.exe' : 'oasdiff';

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
  const own = { command: join(cache, program), name: `oasdiff ${pinned}` };
  if (await exists(own.command)) return own;
  const onPath = await find(program, env);
  if (onPath !== undefined) return { command: onPath, name: await nameOf(onPath) };
  const go = await find(process.platform === 'win32' ? 'go.exe' : 'go', env);
  if (go === undefined) return { missing: 'there is neither oasdiff nor Go on the PATH' };
  try {
    await install(go, cache, env);
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

/** Into a folder beside, and then into place at once: two may do this at the same time. */
async function install(go: string, cache: string, env: NodeJS.ProcessEnv): Promise<void> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'new-'));
  try {
    await run(go, ['install', module], { env: { ...env, GOBIN: folder, GOFLAGS: '' }, timeout: 300_000 });
    await rename(join(folder, program), join(cache, program));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What `go install` made calls itself `main`, so the version is named only where it has one. */
async function nameOf(command: string): Promise<string> {
  const { stdout } = await run(command, ['--version']);
  return `the oasdiff on the PATH (${stdout.trim()}; ${pinned} is the pinned version)`;
}

async function find(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    if (await exists(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
