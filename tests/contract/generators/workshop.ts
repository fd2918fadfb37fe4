// The folder of a third-party client: the files of a recipe, with the address and the token of a real service. It shares
// only the installed packages with this project.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recipe } from './page.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** The result of a process. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end. Does not throw if the exit code is not 0. */
export function run(command: string, args: readonly string[], cwd?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 120_000 }, (error, output, errors) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, output: `${output}${errors}${code === -1 ? error?.message : ''}` });
    });
  });
}

/** A folder, and programs that run in it. */
export interface Workshop {
  /** The recipe's commands for this service, each as its words. */
  readonly commands: readonly string[][];
  write(file: string, text: string): Promise<void>;
  run(command: string, args: readonly string[]): Promise<Outcome>;
  /** Deletes the folder. */
  close(): Promise<void>;
}

/** Writes a recipe's files so that they call this service. */
export async function openWorkshop(
  { commands, files }: Recipe,
  service: { readonly url: string; readonly token: string },
): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'generators-'));
  const addressed = (text: string): string =>
    text.replaceAll('http://127.0.0.1:5000', service.url).replaceAll('any-token', service.token);
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);

  await symlink(modules, join(folder, 'node_modules'));
  await write('package.json', '{ "type": "module" }');
  for (const [file, text] of files) await write(file, addressed(text));
  return {
    commands: commands.map((line) => addressed(line).split(' ')),
    write,
    run: (command, args) => run(command, args, folder),
    close: () => rm(folder, { recursive: true }),
  };
}

/** The first program of an installed package. Throws when `npx` would fetch another major version than the installed one. */
export async function installed(specifier: string): Promise<string> {
  const [, name = specifier, version] = /^(.+)@(.+)$/.exec(specifier) ?? [];
  const manifest = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => '{}');
  const { version: found = 'none', bin = '' } = JSON.parse(manifest) as {
    version?: string;
    bin?: string | Record<string, string>;
  };
  if (version !== undefined && found.split('.')[0] !== version.split('.')[0]) {
    throw new Error(`README.md names ${name} ${version}, and ${found} is installed: bring them together.`);
  }
  const programs = typeof bin === 'string' ? [bin] : Object.values(bin);
  return join(modules, name, programs[0] ?? '');
}
