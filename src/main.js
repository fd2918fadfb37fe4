// The entry point: without arguments it runs the service, with arguments the command that the first one names.
// It is JavaScript because code that runs before the compile cache is enabled has its types stripped at every start.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  // An older Node fails at the first type annotation with a SyntaxError.
  process.stderr.write(
    `Node ${process.versions.node} is too old: 24.12 or newer is required. Update Node, or use npm run, which uses the project's own Node.\n`,
  );
  process.exit(1);
}

// Caches compiled modules for the next start. Other users could write to a shared temporary directory, so the cache lies
// in the project's own. Where that is read-only, Node runs without a cache.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

const { exitOnSignals } = await import('./process/signals.ts');
exitOnSignals();
const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  // Tests read the title to see that the signal handlers are installed.
  process.title = 'task-manager-api';
  const { run } = await import('./process/run.ts');
  await run();
} else {
  const { runCommand } = await import('./commands/run-command.ts');
  await runCommand(command, args);
}
