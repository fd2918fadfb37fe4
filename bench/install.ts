// Installs the dependencies of the competitors into bench/, separate from those of the service.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const requirements = join(folder, 'subjects', 'python', 'requirements.txt');
const venv = join(folder, '.venv');

/** Installs the packages of bench/package-lock.json if a version differs. Returns the reason if that fails. */
export function installNodePackages(): string | undefined {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version))
    return undefined;
  console.log('Installing the dependencies of Fastify …');
  // Removes the variables that npm sets. They point to the root project, but this npm must install bench/.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
  );
  const npm = run('npm', ['ci', '--ignore-scripts', '--no-audit'], environment);
  return npm === undefined ? undefined : `npm ci failed (${npm})`;
}

/** Installs the packages of requirements.txt into a virtual environment. Returns the reason if that fails. */
export function installPythonPackages(): string | undefined {
  const mark = join(venv, 'requirements.txt');
  const required = readFileSync(requirements, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === required) return undefined;
  console.log('Installing the Python packages …');
  rmSync(venv, { recursive: true, force: true });
  const venvError = run('python3', ['-m', 'venv', venv]);
  if (venvError !== undefined) return `python3 -m venv failed (${venvError})`;
  const pip = run(join(venv, 'bin', 'pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ]);
  if (pip !== undefined) return `pip install failed (${pip})`;
  writeFileSync(mark, required);
  return undefined;
}

/** Runs a command. Returns the last line of its error output if it fails. */
function run(command: string, parameters: readonly string[], env = process.env): string | undefined {
  const { status, error, stderr } = spawnSync(command, parameters, { cwd: folder, env, encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit code ${status}`;
}

function installedVersion(name: string): string | undefined {
  const file = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
