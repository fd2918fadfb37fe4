// A directory with a third-party client: the files of a recipe, with the URL and a token of a real service. It shares
// only the installed packages with this project.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recipe } from './guide-recipes.ts';
import { runProgram } from './run-program.ts';
import type { Outcome } from './run-program.ts';
import type { Tools } from './tools.ts';

/** The packages of this project. */
export const projectModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A directory, and programs that run in it. */
export interface RecipeFolder {
  /** The recipe's commands, with the URL and the token of this service. */
  readonly commands: readonly string[];
  write(file: string, text: string): Promise<void>;
  /** Runs a line with bash. `npx` runs the installed package. */
  sh(line: string): Promise<Outcome>;
  /** Starts a line that runs until it is stopped. */
  start(line: string, environment: Readonly<Record<string, string>>): Started;
  close(): Promise<void>;
}

export interface Started {
  /** Ends the program if it still runs. Returns its standard output. */
  stop(): Promise<string>;
}

/** Writes a recipe's files so that they call this service. */
export async function createRecipeFolder(
  { commands, files }: Recipe,
  service: { readonly url: string; readonly token: string },
  { path = [], modules = projectModules }: Tools = {},
): Promise<RecipeFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'generators-'));
  const withService = (text: string): string =>
    text.replaceAll('http://127.0.0.1:5000', service.url).replaceAll('any-token', service.token);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    PATH: [...path, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  };

  await symlink(modules, join(folder, 'node_modules'));
  await write('package.json', '{ "type": "module" }');
  for (const [file, text] of files) await write(file, withService(text));
  return {
    commands: commands.map(withService),
    write,
    sh: async (line) => {
      const [, specifier, rest = ''] =
        /^npx (\S+)(.*)$/.exec(line.replace(/^npx tsc\b/, 'npx typescript')) ?? [];
      const command =
        specifier === undefined
          ? line
          : `node '${await programOf(specifier, specifier === 'typescript' ? projectModules : modules)}'${rest}`;
      return await runProgram('bash', ['-c', command], folder, env);
    },
    start: (line, environment) => {
      const program = spawn('bash', ['-c', `exec ${line}`], {
        cwd: folder,
        env: { ...env, ...environment },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const closed = once(program, 'close');
      let written = '';
      program.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
      return {
        stop: async () => {
          program.kill();
          await closed;
          return written;
        },
      };
    },
    close: () => rm(folder, { recursive: true }),
  };
}

/**
 * The first program of an installed package. Throws if the installed major version differs from the one that `npx`
 * would fetch.
 */
export async function programOf(specifier: string, modules = projectModules): Promise<string> {
  const [, name = specifier, version] = /^(.+)@(.+)$/.exec(specifier) ?? [];
  const manifest = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => '{}');
  const { version: found = 'none', bin = '' } = JSON.parse(manifest) as {
    version?: string;
    bin?: string | Record<string, string>;
  };
  if (version !== undefined && found.split('.')[0] !== version.split('.')[0]) {
    throw new Error(
      `docs/guides/clients.md names ${name} ${version}, but ${found} is installed: update one of them.`,
    );
  }
  const programs = typeof bin === 'string' ? [bin] : Object.values(bin);
  return join(modules, name, programs[0] ?? '');
}
