// Mutation test of the gates: applies one change at a time to a copy of the contract or the service, and reports which
// gate detects it. Fails if none does. `npm run check:mutants -- [--shard N/COUNT] [part of a name…]`
//
// A mutant of the contract regenerates the types. Otherwise `generate:check` would detect nearly all of them and hide
// the other gates.
import { availableParallelism } from 'node:os';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { contractTests, gates } from './gates.ts';
import type { Finding } from './gates.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkshop } from './workshop.ts';
import type { Catch, Workshop } from './workshop.ts';

/** A change of wording, which no gate may detect. It proves that a detection is meaningful. */
const harmless: Mutant = {
  name: 'only the wording (must survive)',
  edits: [{ file: 'openapi.yaml', search: 'A small, strict API', replace: 'A strict, small API' }],
  hint: contractTests,
};
const selfTestGates = ['generate:check', 'lint:contract', 'typecheck', contractTests];

const started = performance.now();
const usage =
  'npm run check:mutants -- [--shard N/COUNT] [part of a name…]\n' +
  '  --shard  only every COUNT-th mutant, from the N-th on: for jobs that run in parallel';
const { values, positionals: filters } = readArguments(usage, {
  options: { shard: { type: 'string', default: '1/1' } },
  allowPositionals: true,
});
const [shard = 0, shards = 0] = values.shard.split('/').map(Number);
if (!(shard >= 1 && shard <= shards))
  throw new Error(`--shard must be N/COUNT, such as 1/3: ${values.shard}`);
const chosen = mutants
  .filter((_mutant, index) => index % shards === shard - 1)
  .filter(({ name }) => filters.length === 0 || filters.some((part) => name.includes(part)));
const failures = chosen.length === 0 ? [`No mutant has ${filters.join(' or ')} in its name.`] : [];
const unchanged = new Map<string, Promise<Finding>>();

// The copies share one iterator: a free one takes the next mutant.
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
for (const failure of failures) console.error(failure);
console.log(`\n${chosen.length} mutants, ${failures.length} failures, ${seconds} s.`);
if (failures.length > 0) process.exitCode = 1;

async function examine(mutant: Mutant, workshop: Workshop): Promise<void> {
  const before = performance.now();
  let caught: Catch | undefined;
  try {
    caught = await workshop.examine(mutant, gatesFor(mutant));
  } catch (error) {
    failures.push(`${mutant.name} could not be applied: ${(error as Error).message}`);
    return;
  }
  const time = `${((performance.now() - before) / 1000).toFixed(1).padStart(5)} s`;
  const what = caught ? `${caught.gate.padEnd(36)} ${caught.reason.slice(0, 110)}` : 'survived';
  console.log(
    `${(caught !== undefined) === (mutant !== harmless) ? '✓' : '✗'} ${time}  ${mutant.name.padEnd(52)} ${what}`,
  );
  await recordFailure(mutant, caught, workshop);
}

async function recordFailure(mutant: Mutant, caught: Catch | undefined, workshop: Workshop): Promise<void> {
  if (mutant === harmless) {
    if (caught) failures.push(`${caught.gate} detected the harmless mutant: ${caught.reason}`);
    return;
  }
  if (caught === undefined) {
    failures.push(`No gate detected: ${mutant.name}. Add a test.`);
    return;
  }
  // A gate that also fails without the mutant has not detected it.
  if (!unchanged.has(caught.gate) && caught.gate !== 'generate')
    unchanged.set(caught.gate, workshop.runUnchanged(caught.gate));
  const finding = await unchanged.get(caught.gate);
  if (finding?.passed === false)
    failures.push(
      `${caught.gate} fails without mutants: ${finding.reason} (so ${mutant.name} is not detected)`,
    );
}

function gatesFor({ hint, name }: Mutant): readonly string[] {
  return name === harmless.name ? selfTestGates : [hint, ...gates.filter((gate) => gate !== hint)];
}
