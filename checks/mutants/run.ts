// Mutation test of the gates: applies one change at a time to a copy of the contract or the service, and reports which
// gate detects it. Fails if no gate detects it. `npm run check:mutants -- [--shard N/COUNT] [part of a name…]`
//
// A mutant of the contract regenerates the types. Otherwise `generate:check` would detect nearly every mutant first, and the
// other gates would not be tested.
import { availableParallelism } from 'node:os';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { contractTests, gates } from './gates.ts';
import type { Finding } from './gates.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { openWorkspace } from './workspace.ts';
import type { Detection, Workspace } from './workspace.ts';

/** A change of wording, which no gate may detect. It proves that gates do not fail for every change. */
const harmless: Mutant = {
  name: 'only the wording (must survive)',
  edits: [{ file: 'openapi.yaml', search: 'A small, strict API', replace: 'A strict, small API' }],
  hint: contractTests,
};
const selfTestGates = ['generate:check', 'lint:contract', 'typecheck', contractTests];

const started = performance.now();
const usage =
  'npm run check:mutants -- [--shard N/COUNT] [part of a name…]\n' +
  '  --shard  run only every COUNT-th mutant, starting with the N-th, for jobs that run in parallel';
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
const failures = chosen.length === 0 ? [`No mutant has a name that contains ${filters.join(' or ')}.`] : [];
const unchanged = new Map<string, Promise<Finding>>();

// The copies of the project share one iterator: a free copy takes the next mutant.
const waiting = [harmless, ...chosen].values();
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    const workspace = await openWorkspace();
    try {
      for (const mutant of waiting) await examine(mutant, workspace);
    } finally {
      await workspace.close();
    }
  }),
);

const seconds = Math.round((performance.now() - started) / 1000);
for (const failure of failures) console.error(failure);
console.log(`\n${chosen.length} mutants, ${failures.length} failures, ${seconds} s.`);
if (failures.length > 0) process.exitCode = 1;

async function examine(mutant: Mutant, workspace: Workspace): Promise<void> {
  const before = performance.now();
  let caught: Detection | undefined;
  try {
    caught = await workspace.examine(mutant, gatesFor(mutant));
  } catch (error) {
    failures.push(`${mutant.name} could not be applied: ${(error as Error).message}`);
    return;
  }
  const time = `${((performance.now() - before) / 1000).toFixed(1).padStart(5)} s`;
  const what = caught ? `${caught.gate.padEnd(36)} ${caught.reason.slice(0, 110)}` : 'survived';
  console.log(
    `${(caught !== undefined) === (mutant !== harmless) ? '✓' : '✗'} ${time}  ${mutant.name.padEnd(52)} ${what}`,
  );
  await recordFailure(mutant, caught, workspace);
}

async function recordFailure(
  mutant: Mutant,
  caught: Detection | undefined,
  workspace: Workspace,
): Promise<void> {
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
    unchanged.set(caught.gate, workspace.runUnchanged(caught.gate));
  const finding = await unchanged.get(caught.gate);
  if (finding?.passed === false)
    failures.push(
      `${caught.gate} also fails without the mutant, so it does not detect ${mutant.name}: ${finding.reason}`,
    );
}

function gatesFor({ hint, name }: Mutant): readonly string[] {
  return name === harmless.name ? selfTestGates : [hint, ...gates.filter((gate) => gate !== hint)];
}
