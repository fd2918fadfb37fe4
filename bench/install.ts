// Installs what the benchmark's peers need, where it is missing: apart from the product, in bench/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;

/** Brings bench/node_modules to what bench/package-lock.json says. What npm could not do is printed. */
export function install(): void {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  if (Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version)) return;
  console.log('Installing what the contenders need …');
  // npm tells the programs that it runs which project they belong to; this one is another.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
  );
  spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit'], {
    cwd: folder,
    env: environment,
    stdio: 'inherit',
  });
}

function installedVersion(name: string): string | undefined {
  const file = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
