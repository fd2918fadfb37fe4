// Generates a client with each generator in docs/guides/clients.md and uses it against a service (`npm run
// check:generators`). Compares the results with the table in the guide; `--publish` updates the table instead. Then
// runs the receivers in docs/guides/webhooks.md. Arguments name the generators and receivers to run.
import { runRecipe } from '../../tests/contract/generators/run-recipe.ts';
import type { Result } from '../../tests/contract/generators/run-recipe.ts';
import { fastGenerators, slowGenerators } from '../../tests/contract/generators/generators.ts';
import { recipe, specifierOf } from '../../tests/contract/generators/guide-recipes.ts';
import { compareRow, publish } from '../../tests/contract/generators/results-table.ts';
import { checkReceiver, slowReceivers } from '../../tests/client/webhook-receivers.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { startProcess, temporaryFolder } from '../scale/service.ts';

const usage =
  'npm run check:generators -- [--publish] [GENERATOR…] [RECEIVER…]\n' +
  '  --publish  write the results into docs/guides/clients.md instead of comparing them';

const { values, positionals } = readArguments(usage, {
  options: { publish: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const all = values.publish ? [...fastGenerators, ...slowGenerators] : slowGenerators;
const chosen =
  positionals.length === 0
    ? all
    : [...fastGenerators, ...slowGenerators].filter(({ heading }) => positionals.includes(heading));

const receivers = slowReceivers.filter(
  ({ heading }) => positionals.length === 0 || positionals.includes(heading),
);

const { folder, remove } = await temporaryFolder();
const service = await startProcess(`${folder}/tasks.db`, await freePort());
const problems: string[] = [];
const results: Result[] = [];
try {
  for (const generator of chosen) {
    const startedAt = performance.now();
    const tools = await generator.tools(specifierOf(recipe(generator.heading)));
    if ('missing' in tools) {
      console.log(`Skipped ${generator.heading}: ${tools.missing}`);
      continue;
    }
    const { result, failures } = await runRecipe(generator, service, tools);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const { measured, published } = compareRow(result);
    console.log(`${measured.slice(1).join(', ')}: ${generator.heading}, ${seconds} s`);
    results.push(result);
    problems.push(...failures);
    if (!values.publish && published?.join() !== measured.join())
      problems.push(`docs/guides/clients.md lists a different result: ${published?.join() ?? 'none'}`);
  }
} finally {
  await service.stop();
  await remove();
}
for (const receiver of receivers) {
  const tools = await receiver.tools();
  if ('missing' in tools) {
    console.log(`Skipped ${receiver.heading}: ${tools.missing}`);
    continue;
  }
  const failures = await checkReceiver(receiver, tools);
  console.log(`${failures.length === 0 ? 'passes' : 'fails'}: ${receiver.heading}`);
  problems.push(...failures);
}
if (values.publish) publish(results);
for (const problem of problems) console.error(`\n${problem}`);
if (problems.length > 0) process.exitCode = 1;
