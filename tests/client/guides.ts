// The guides' code, taken out of the pages and made runnable: a folder for each page, the packed client beside them
// as npm would install it, and the address and the token of a real server in the place of the mock's.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexer } from 'marked';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** A fenced block of a page, and what stands behind its opening fence: a language, and a file's name for TypeScript. */
export interface Snippet {
  readonly page: string;
  readonly language: string;
  readonly file: string;
  readonly code: string;
}

/** Every fenced block of the pages that have code to run. */
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

/** The TypeScript among them, as test titles. */
export const programs = snippets
  .filter(({ language }) => language === 'ts')
  .map((snippet) => [`${snippet.page} ${snippet.file}`, snippet] as const);

/** What a process came to. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end; a code other than 0 is an outcome like any other. */
export function run(command: string, args: readonly string[], cwd = root): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 60_000 }, (error, output, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output, errors });
    });
  });
}

/** A folder with the guides' programs. */
export interface Workshop {
  /** Type-checks them all, as a bundler or Node would resolve their imports; gives what `tsc` came to. */
  check(resolution: 'bundler' | 'nodenext'): Promise<Outcome>;
  /** Runs one of them. */
  run(snippet: Snippet): Promise<Outcome>;
  /** Deletes the folder. */
  close(): Promise<void>;
}

/** Takes a server and a token for it; writes the guides' programs so that they call it. Throws when the client does not build. */
export async function openWorkshop(server: { url: string; token: string }): Promise<Workshop> {
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
          // The client's own declarations have to hold too.
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

/** Builds the client into a `node_modules` folder, with what its package would have and what it depends on. */
async function installClient(modules: string): Promise<void> {
  const target = join(modules, 'task-manager-client');
  await mkdir(target, { recursive: true });
  await cp(join(root, 'client/package.json'), join(target, 'package.json'));
  const project = ['--project', join(root, 'client/tsconfig.json'), '--outDir', join(target, 'dist')];
  const { code, output } = await run(process.execPath, [tsc, ...project]);
  if (code !== 0) throw new Error(`The client does not build:\n${output}`);
  await symlink(join(root, 'node_modules/openapi-fetch'), join(modules, 'openapi-fetch'));
}
