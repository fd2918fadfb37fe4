// Extracts the code of the guides into a directory for each page, next to the packed client as npm would install it. The
// URL and the token of a running server replace those of the mock.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexer } from 'marked';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** A fenced code block with its info string: a language and, for TypeScript, a file name. */
export interface Snippet {
  readonly page: string;
  readonly language: string;
  readonly file: string;
  readonly code: string;
}

/** The fenced code blocks of all pages with runnable code. */
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

/** The TypeScript snippets, as test cases. */
export const programs = snippets
  .filter(({ language }) => language === 'ts')
  .map((snippet) => [`${snippet.page} ${snippet.file}`, snippet] as const);

/** The outcome of a process. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program. A non-zero exit code does not throw. */
export function run(command: string, args: readonly string[], cwd = root): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 60_000 }, (error, output, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output, errors });
    });
  });
}

/** A temporary directory with the programs of the guides. */
export interface Sandbox {
  /** Type-checks all programs with a module resolution. Returns the outcome of `tsc`. */
  check(resolution: 'bundler' | 'nodenext'): Promise<Outcome>;
  /** Runs a program. */
  run(snippet: Snippet): Promise<Outcome>;
  /** Deletes the directory. */
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

  function pathOf({ page, file }: Snippet): string {
    return join(folder, basename(page), file);
  }
  return {
    check: async (resolution) => {
      const config = {
        compilerOptions: {
          ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
          ...{
            target: 'es2022',
            lib: ['es2022', 'dom', 'dom.iterable'],
            types: [],
            allowImportingTsExtensions: true,
          },
          ...{ module: resolution === 'bundler' ? 'esnext' : 'nodenext', moduleResolution: resolution },
          // Checks the declarations of the client too.
          skipLibCheck: false,
        },
        include: programs.map(([, snippet]) => pathOf(snippet)),
      };
      const file = join(folder, `tsconfig.${resolution}.json`);
      await writeFile(file, JSON.stringify(config));
      return run(process.execPath, [tsc, '--project', file]);
    },
    run: (snippet) => run(process.execPath, [pathOf(snippet)], folder),
    close: () => rm(folder, { recursive: true }),
  };
}

/** Builds the client into a `node_modules` directory, with the files and dependencies of its package. */
async function installClient(modules: string): Promise<void> {
  const target = join(modules, 'task-manager-client');
  await mkdir(target, { recursive: true });
  await cp(join(root, 'client/package.json'), join(target, 'package.json'));
  const project = ['--project', join(root, 'client/tsconfig.json'), '--outDir', join(target, 'dist')];
  const { code, output } = await run(process.execPath, [tsc, ...project]);
  if (code !== 0) throw new Error(`The client does not build:\n${output}`);
  await symlink(join(root, 'node_modules/openapi-fetch'), join(modules, 'openapi-fetch'));
}
