// Proof that the gates hold the contract: changes one thing at a time, in a copy of the contract or of the service, and
// shows which gate notices. Fails when none does. `npm run check:mutants [part of a name…]`
//
// A changed contract comes with its types made anew, as whoever changes it would; else `generate:check` would catch
// nearly all of them, and nothing would be known of the other gates.
import { availableParallelism } from 'node:os';
import { gates } from './gates.ts';
import type { Finding } from './gates.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkshop } from './workshop.ts';
import type { Catch, Workshop } from './workshop.ts';

/** Changes only words, so no gate may catch it: if one did, or this harness said so, "caught" would mean nothing. */
const harmless: Mutant = {
  name: 'nothing but a word (has to survive)',
  edits: [{ file: 'openapi.yaml', search: 'A small, strict API', replace: 'A strict, small API' }],
  hint: 'tests/contract',
};
const selfTestGates = ['generate:check', 'lint:contract', 'typecheck', 'tests/contract'];

const started = performance.now();
const wanted = process.argv.slice(2);
const chosen = mutants.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const complaints = chosen.length === 0 ? [`No mutant has ${wanted.join(' or ')} in its name.`] : [];
const unchanged = new Map<string, Promise<Finding>>();

// The workshops share one iterator: whichever is free takes the next mutant.
const waiting = [harmless, ...chosen].values();
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    const workshop = await openWorkshop();
    try {
      for (const mutant of waiting) await examine(mutant, workshop);
    } finally {
      await workshop.close();
    }
  }),
);

const seconds = Math.round((performance.now() - started) / 1000);
for (const complaint of complaints) console.error(complaint);
console.log(`\n${chosen.length} mutants, ${complaints.length} complaints, ${seconds} s.`);
if (complaints.length > 0) process.exitCode = 1;

async function examine(mutant: Mutant, workshop: Workshop): Promise<void> {
  const before = performance.now();
  let caught: Catch | undefined;
  try {
    caught = await workshop.examine(mutant, gatesFor(mutant));
  } catch (error) {
    complaints.push(`${mutant.name} could not be made: ${(error as Error).message}`);
    return;
  }
  const time = `${((performance.now() - before) / 1000).toFixed(1).padStart(5)} s`;
  const what = caught ? `${caught.gate.padEnd(36)} ${caught.reason.slice(0, 110)}` : 'survived';
  console.log(
    `${(caught !== undefined) === (mutant !== harmless) ? '✓' : '✗'} ${time}  ${mutant.name.padEnd(52)} ${what}`,
  );
  await complain(mutant, caught, workshop);
}

async function complain(mutant: Mutant, caught: Catch | undefined, workshop: Workshop): Promise<void> {
  if (mutant === harmless) {
    if (caught)
      complaints.push(`A mutant that changes nothing was caught by ${caught.gate}: ${caught.reason}`);
    return;
  }
  if (caught === undefined) {
    complaints.push(`No gate noticed: ${mutant.name}. Add a test that does.`);
    return;
  }
  // A gate that does not pass without the mutant either has caught nothing.
  if (!unchanged.has(caught.gate) && caught.gate !== 'generate')
    unchanged.set(caught.gate, workshop.runUnchanged(caught.gate));
  const finding = await unchanged.get(caught.gate);
  if (finding?.passed === false)
    complaints.push(
      `${caught.gate} fails without any mutant: ${finding.reason} (so ${mutant.name} is not caught)`,
    );
}

function gatesFor({ hint, name }: Mutant): readonly string[] {
  return name === harmless.name ? selfTestGates : [hint, ...gates.filter((gate) => gate !== hint)];
}
