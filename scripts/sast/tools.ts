// The linters, at pinned versions, kept in node_modules/.cache: what is installed on a machine judges otherwise from
// machine to machine.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exists, findProgram, programName } from '../tools/find.ts';
import { goInstall } from '../tools/go.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The modules of the linters that are written in Go. */
export const goModules = {
  actionlint: { module: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' },
  gitleaks: { module: 'github.com/zricethezav/gitleaks/v8', version: 'v8.30.1' },
} as const;

/** Where a program is, or why it cannot be had. */
export type Tool = { readonly command: string } | { readonly missing: string };

/** A linter written in Go. The first time it is made, which takes a minute. */
export async function goTool(name: keyof typeof goModules): Promise<Tool> {
  const { module, version } = goModules[name];
  const folder = join(cache, `${name}-${version}`);
  const command = join(folder, programName(name));
  if (await exists(command)) return { command };
  const go = await findProgram('go', process.env);
  if (go === undefined) return { missing: 'there is no Go on the PATH to make it with' };
  try {
    await goInstall(go, `${module}@${version}`, name, folder, process.env);
    return { command };
  } catch (error) {
    return { missing: `\`go install ${module}@${version}\` failed (${lastLine(error)})` };
  }
}

let environment: Promise<Tool> | undefined;

/** A linter from requirements.txt, out of a virtual environment that is made for it. */
export async function pythonTool(name: 'hadolint' | 'shellcheck' | 'zizmor'): Promise<Tool> {
  environment ??= makeEnvironment();
  const made = await environment;
  return 'missing' in made ? made : { command: join(made.command, programName(name)) };
}

/** Resolves to the folder of the programs. */
async function makeEnvironment(): Promise<Tool> {
  const folder = join(cache, 'sast-venv');
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const marker = join(folder, 'installed');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  if ((await readFile(marker, 'utf8').catch(() => '')) === wanted) return { command: programs };
  const python = await findProgram('python3', process.env);
  if (python === undefined) return { missing: 'there is no python3 on the PATH' };
  try {
    await rm(folder, { recursive: true, force: true });
    await run(python, ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check'];
    const from = ['--require-hashes', '--only-binary', ':all:', '--requirement', requirements];
    await run(join(programs, 'pip'), ['install', ...quiet, ...from], { timeout: 300_000 });
    await writeFile(marker, wanted);
    return { command: programs };
  } catch (error) {
    return { missing: `its virtual environment could not be made (${lastLine(error)})` };
  }
}

function lastLine(error: unknown): string {
  const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
  return ((stderr || stdout).trim() || String(error)).split('\n').at(-1) ?? '';
}
