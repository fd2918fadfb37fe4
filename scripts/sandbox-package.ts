// Builds the npm package task-manager-sandbox: the service and the command `sandbox`, compiled, because Node does not strip
// types below node_modules. The package has the version and the dependencies of the project.
import { chmodSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { program } from '../container/assemble.ts';
import { readArguments } from './tools/arguments.ts';

const { output } = readArguments(
  'npm run sandbox:package -- [--output DIRECTORY]\n  --output  where to write the package, by default sandbox/dist',
  { options: { output: { type: 'string', default: 'sandbox/dist' } } },
).values;

const root = fileURLToPath(new URL('../', import.meta.url));
const { version, license, engines, dependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<'version' | 'license', string> & Record<'engines' | 'dependencies', object>;

/** Not in the package: pictures of the guides, package.json (the package has its own), and files for the compiler. */
const excluded = /^(?:docs\/images\/|package\.json$)|\.d\.ts$|\/tsconfig\.json$/;
const files = [
  'sandbox/bin.ts',
  ...program.flatMap((name) => [name, ...globSync(`${name}/**/*.*`, { cwd: root })]),
].filter((path) => /\.[a-z]+$|^LICENSE$/.test(path) && !excluded.test(path));

rmSync(output, { recursive: true, force: true });
for (const path of files) {
  const target = join(output, path);
  mkdirSync(dirname(target), { recursive: true });
  if (path.endsWith('.ts')) writeFileSync(target.replace(/\.ts$/, '.js'), compile(path));
  else cpSync(join(root, path), target);
}
chmodSync(join(output, 'sandbox/bin.js'), 0o755);
cpSync(join(root, 'sandbox/README.md'), join(output, 'README.md'));
const manifest = {
  name: 'task-manager-sandbox',
  version,
  description: 'The Task Manager API, served from memory for the development of user interfaces.',
  license,
  type: 'module',
  bin: { 'task-manager-sandbox': './sandbox/bin.js' },
  engines,
  dependencies,
};
writeFileSync(join(output, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
console.log(`Wrote ${output}`);

/** The JavaScript of a module. */
function compile(path: string): string {
  const { outputText } = ts.transpileModule(readFileSync(join(root, path), 'utf8'), {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  // The compiler does not rewrite this reference to a module.
  return outputText.replaceAll(/new URL\('([\w./-]+)\.ts'/g, "new URL('$1.js'");
}
