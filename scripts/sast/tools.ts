// Installs the linters at pinned versions into node_modules/.cache, so that results do not depend on the machine.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exists, findProgram, programName } from '../tools/find-program.ts';
import { goInstall } from '../tools/go-install.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

export const goModules = {
  actionlint: { module: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' },
  gitleaks: { module: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.1' },
} as const;

/** The path of a program, or the reason why it is unavailable. */
export type Tool = { readonly command: string } | { readonly missing: string };

/** A linter written in Go. The first call compiles it, which takes a minute. */
export async function goTool(name: keyof typeof goModules): Promise<Tool> {
  const { module, version } = goModules[name];
  const folder = join(cache, `${name}-${version}`);
  const command = join(folder, programName(name));
  if (await exists(command)) return { command };
  const go = await findProgram('go', process.env);
  if (go === undefined) return { missing: 'go is not on the PATH' };
  try {
    await goInstall(go, `${module}@${version}`, name, folder, process.env);
    return { command };
  } catch (error) {
    return { missing: `\`go install ${module}@${version}\` failed (${lastLine(error)})` };
  }
}

let environment: Promise<Tool> | undefined;

/** A linter from requirements.txt, installed into a virtual environment. */
export async function pythonTool(name: 'hadolint' | 'shellcheck' | 'zizmor'): Promise<Tool> {
  environment ??= createEnvironment();
  const created = await environment;
  return 'missing' in created ? created : { command: join(created.command, programName(name)) };
}

/** Creates the virtual environment unless it is up to date. Resolves to the directory of its programs. */
async function createEnvironment(): Promise<Tool> {
  const folder = join(cache, 'sast-venv');
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const marker = join(folder, 'installed');
  const checksum = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readFile(marker, 'utf8').catch(() => '')) === checksum) return { command: programs };
  const python = await findProgram('python3', process.env);
  if (python === undefined) return { missing: 'python3 is not on the PATH' };
  try {
    await rm(folder, { recursive: true, force: true });
    await run(python, ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check'];
    const from = ['--require-hashes', '--only-binary', ':all:', '--requirement', requirements];
    await run(join(programs, 'pip'), ['install', ...quiet, ...from], { timeout: 300_000 });
    await writeFile(marker, checksum);
    return { command: programs };
  } catch (error) {
    return { missing: `the virtual environment could not be created (${lastLine(error)})` };
  }
}

function lastLine(error: unknown): string {
  const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
  return ((stderr || stdout).trim() || String(error)).split('\n').at(-1) ?? '';
}
