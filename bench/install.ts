// Installs what the benchmark's peers need, where it is missing: apart from the product, in bench/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const requirements = join(folder, 'contenders', 'python', 'requirements.txt');
const venv = join(folder, '.venv');

/** Brings bench/node_modules to what bench/package-lock.json says. Returns why that could not be done, if so. */
export function installPeers(): string | undefined {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version))
    return undefined;
  console.log('Installing what the contenders need …');
  // npm tells the programs that it runs which project they belong to; this one is another.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
  );
  const npm = run('npm', ['ci', '--ignore-scripts', '--no-audit'], environment);
  return npm === undefined ? undefined : `npm could not install it (${npm})`;
}

/** Makes a virtual environment with what requirements.txt names. Returns why that could not be done, if so. */
export function installPython(): string | undefined {
  const mark = join(venv, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return undefined;
  console.log('Installing what the contenders of Python need …');
  rmSync(venv, { recursive: true, force: true });
  const made = run('python3', ['-m', 'venv', venv]);
  if (made !== undefined) return `there is no python3 that can make a virtual environment (${made})`;
  const pip = run(join(venv, 'bin', 'pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ]);
  if (pip !== undefined) return `pip could not install its packages (${pip})`;
  writeFileSync(mark, wanted);
  return undefined;
}

/** The last line that a failed command had to say; undefined when it did well. */
function run(command: string, parameters: readonly string[], env = process.env): string | undefined {
  const { status, error, stderr } = spawnSync(command, parameters, { cwd: folder, env, encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `it ended with ${status}`;
}

function installedVersion(name: string): string | undefined {
  const file = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
