// Extracts the code of the guides into a directory for each page, next to the packed client as npm would install it. The
// URL and the token of a running server replace those of the mock.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexer } from 'marked';
import { scaled } from '../support/timeouts.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The compilers that the package supports, by the name of their directory. */
export type Compiler = 'typescript' | 'typescript-5.4' | 'typescript-7';

/** How a project is set up. */
export interface Project {
  readonly compiler: Compiler;
  /** The module resolution. */
  readonly setup: 'bundler' | 'nodenext';
  /** Turns on `exactOptionalPropertyTypes` and `noUncheckedIndexedAccess`, as `tsc --init` does. */
  readonly isExact: boolean;
}

/** The settings of a strict project, which also check the client's declarations. */
const compilerOptions = ({ setup, isExact }: Project): object => ({
  ...{ strict: true, noEmit: true, verbatimModuleSyntax: true, skipLibCheck: false },
  ...(isExact && { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }),
  ...{
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    allowImportingTsExtensions: true,
  },
  ...{ module: setup === 'bundler' ? 'esnext' : 'nodenext', moduleResolution: setup },
});

/** The projects in which all examples must compile. */
export const projects: readonly Project[] = [
  { compiler: 'typescript-5.4', setup: 'bundler', isExact: false },
  { compiler: 'typescript-5.4', setup: 'nodenext', isExact: true },
  { compiler: 'typescript', setup: 'bundler', isExact: false },
  { compiler: 'typescript', setup: 'bundler', isExact: true },
  { compiler: 'typescript', setup: 'nodenext', isExact: true },
  { compiler: 'typescript-7', setup: 'bundler', isExact: false },
  { compiler: 'typescript-7', setup: 'nodenext', isExact: true },
];

/** A fenced code block with its info string: a language and, for TypeScript, a file name. */
export interface Snippet {
  readonly page: string;
  readonly language: string;
  readonly file: string;
  readonly code: string;
}

/** The fenced code blocks on all pages with runnable code. */
export const snippets: readonly Snippet[] = (
  await Promise.all(
    ['docs/guides/front-end.md', 'docs/guides/client.md', 'client/README.md'].map(async (page) => {
      const markdown = await readFile(join(root, page), 'utf8');
      return lexer(markdown).flatMap((token) => {
        if (token.type !== 'code') return [];
        const [language = '', file = ''] = String(token.lang).split(' ');
        return [{ page, language, file, code: String(token.text) }];
      });
    }),
  )
).flat();

/** The snippets in TypeScript, as test cases. */
export const typescript = snippets
  .filter(({ language }) => language === 'ts')
  .map((snippet) => [`${snippet.page} ${snippet.file}`, snippet] as const);

const usesLibrary = ({ code }: Snippet): boolean => / from '(?:msw|@tanstack)/.test(code);

/** The TypeScript snippets that use only the client, as test cases. */
export const programs = typescript.filter(([, snippet]) => !usesLibrary(snippet));

/** The TypeScript snippets that use another library with the client, as test cases. */
export const programsWithLibraries = typescript.filter(([, snippet]) => usesLibrary(snippet));

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program. A non-zero exit code does not throw. */
export function run(
  command: string,
  args: readonly string[],
  cwd = root,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, ...environment }, timeout: scaled(60_000) },
      (error, output, errors) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output, errors });
      },
    );
  });
}

/** A temporary directory with the programs of the guides. */
export interface Sandbox {
  /** Type-checks all programs and the type tests of the client. Returns the outcome of `tsc`. */
  check(project: Project): Promise<Outcome>;
  run(snippet: Snippet): Promise<Outcome>;
  close(): Promise<void>;
}

/** Writes the programs of the guides so that they call this server. Throws if the client does not build. */
export async function openSandbox(server: { url: string; token: string }): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'guides-'));
  await installClient(join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [, snippet] of programs) {
    await mkdir(join(folder, basename(snippet.page)), { recursive: true });
    const code = snippet.code
      .replaceAll('http://127.0.0.1:4010', server.url)
      .replaceAll('any-token', server.token);
    await writeFile(pathOf(snippet), code);
  }

  const typeTests = join(folder, 'types.test-d.ts');
  await writeFile(
    typeTests,
    (await readFile(join(root, 'tests/client/types.test-d.ts'), 'utf8')).replace(
      '../../client/src/index.ts',
      'task-manager-client',
    ),
  );

  function pathOf({ page, file }: Snippet): string {
    return join(folder, basename(page), file);
  }
  return {
    check: (project) =>
      typeCheck(folder, project, [...programs.map(([, snippet]) => pathOf(snippet)), typeTests]),
    run: (snippet) => run(process.execPath, [pathOf(snippet)], folder),
    close: () => rm(folder, { recursive: true }),
  };
}

/** Installs the client's package into a `node_modules` directory: builds, packs and unpacks it. */
export async function installClient(modules: string): Promise<void> {
  const source = join(modules, 'source');
  await mkdir(source, { recursive: true });
  for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    await cp(join(root, 'client', file), join(source, file));
  await succeed(process.execPath, [join(root, 'client/build.js'), join(source, 'dist')]);
  await succeed('npm', ['pack', source, '--ignore-scripts', '--pack-destination', modules]);
  const [archive = ''] = (await readdir(modules)).filter((name) => name.endsWith('.tgz'));
  await succeed('tar', ['-xzf', archive], modules);
  await rename(join(modules, 'package'), join(modules, 'task-manager-client'));
  await rm(source, { recursive: true });
  await symlink(join(root, 'node_modules/openapi-fetch'), join(modules, 'openapi-fetch'));
}

async function succeed(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const { code, output, errors } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}${errors}`);
}

/**
 * Type-checks files of a directory in a project of this kind. `changes` overrides compiler options. Returns the outcome
 * of `tsc`.
 */
export async function typeCheck(
  folder: string,
  project: Project,
  files: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  const { compiler, setup, isExact } = project;
  const file = join(folder, `tsconfig.${compiler}.${setup}.${isExact}.json`);
  const settings = { ...compilerOptions(project), ...changes };
  await writeFile(file, JSON.stringify({ compilerOptions: settings, files }));
  return compile(compiler, file);
}

/** Runs a compiler with a configuration file. */
export function compile(compiler: Compiler, file: string): Promise<Outcome> {
  return run(process.execPath, [join(root, 'node_modules', compiler, 'bin/tsc'), '--project', file]);
}
