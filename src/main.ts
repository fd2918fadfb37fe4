// Where the program begins. Modules are compiled once and kept for the next start, which saves a good part of it;
// that has to be said before they are imported. The folder is the project's own: what lies in a shared temporary
// folder could have been put there by anybody. Where it is not writable, there is no such cache and that is all.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { endOnSignals } from './early-signals.ts';

endOnSignals();
process.title = 'task-manager-api';
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)));

const { run } = await import('./process.ts');
await run();
