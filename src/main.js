// The entry point. Without arguments, it runs the service. Otherwise, the first argument names the command to run. It
// is JavaScript because code that runs before the compile cache is enabled has its types stripped at every start.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (!existsSync(new URL('../node_modules/express', import.meta.url))) {
  refuse('The npm packages are missing. Run `npm ci` first.');
}
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  // An older Node fails at the first type annotation with a SyntaxError.
  refuse(
    `Node ${process.versions.node} is too old: 24.12 or newer is required. Update Node, or use npm run, which uses the project's own Node.`,
  );
}

// Caches compiled modules for the next start. Other users could write to a shared temporary directory, so the cache is
// in the project's directory. If that is read-only, Node runs without a cache.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

const { exitOnSignals } = await import('./process/signals.ts');
exitOnSignals();
const [command, ...args] = process.argv.slice(2);

// npm's scripts read .env. Variables that are already set take precedence. Without npm, use node --env-file.
const script = process.env['npm_lifecycle_event'];
// The sandbox does not read .env, because that file configures the service.
if ((script === 'dev' || (script === (command ?? 'start') && command !== 'sandbox')) && existsSync('.env')) {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    refuse(`Cannot read .env (${String(error)}). Allow this user to read the file, or remove it.`);
  }
}

try {
  if (command === undefined) {
    // Tests read the title to see that the signal handlers are installed.
    process.title = 'task-manager-api';
    const { run } = await import('./process/run.ts');
    await run();
  } else {
    const { runCommand } = await import('./commands/run-command.ts');
    await runCommand(command, args);
  }
} catch (error) {
  // A new version of the program may require another package.
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (!isMissing) throw error;
  refuse(`${error.message}. The packages do not match the program. Run \`npm ci\` first.`);
}
