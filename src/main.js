// Where the program begins: as the service, or with the name of a command as that. Modules are compiled once and kept for
// the next start, which saves a good part of it; that has to be said before they are imported. The folder is the
// project's own: what lies in a shared temporary folder could have been put there by anybody. Where it is not writable,
// there is no such cache and that is all.
// The only source that is not TypeScript: what is loaded before the cache would have its types stripped at each start,
// and Node's stripper is a compiler that has to be loaded for it.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  // Older ones would end at the first type, in words for nobody.
  process.stderr.write(
    `Node ${process.versions.node} is too old: 24.12 or newer is needed. Use npm run, which has its own, or update it.\n`,
  );
  process.exit(1);
}

module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

const { endOnSignals } = await import('./process/signals.ts');
endOnSignals();
const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  // From outside, it shows that signals are answered.
  process.title = 'task-manager-api';
  const { run } = await import('./process/run.ts');
  await run();
} else {
  const { runCommand } = await import('./commands/all.ts');
  await runCommand(command, args);
}
