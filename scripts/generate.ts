// Generates committed files: from the contracts, the types and requests in generated/, the workflows guide, the
// dashboards and the endpoint matchers in the Prometheus rules; from these rules, a Kubernetes resource. With --check,
// writes nothing and fails if a file is stale.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { dashboardFiles } from '../observability/dashboards/dashboard-files.ts';
import { taskOperations } from '../observability/dashboards/operations.ts';
import { bodyLimitErrors } from '../src/contract/body.ts';
import { loadContract } from '../src/contract/document.ts';
import { clientExamples } from './generate/client-examples.ts';
import { httpFile } from './generate/http-file.ts';
import { nameSchemas } from './generate/named-schemas.ts';
import { prometheusRule } from './generate/prometheus-rule.ts';
import { workflowsPage } from './generate/workflows-page.ts';
import type { Arazzo } from './generate/workflows-page.ts';
import { readArguments } from './tools/arguments.ts';

const { check } = readArguments(
  'npm run generate -- [--check]\n  --check  only check that the generated files are up to date, and write nothing',
  {
    options: { check: { type: 'boolean', default: false } },
  },
).values;

const root = new URL('../', import.meta.url);
const contract = loadContract();
const unbounded = bodyLimitErrors(contract);
if (unbounded.length > 0) {
  console.error(
    `The service limits each request body to the size of the largest valid one. The contract sets no limit for these bodies:\n  ${unbounded.join('\n  ')}`,
  );
  process.exit(1);
}
const dashboardFolder = 'observability/grafana/dashboards/';
const ruleFolder = 'observability/prometheus/rules/';

/** The generated files by path, each with its generator. */
const derived: Readonly<Record<string, () => Promise<string>>> = {
  'generated/openapi.ts': () => typesOf('openapi.yaml'),
  'generated/sandbox.ts': () => typesOf('src/sandbox/openapi.yaml'),
  'generated/client-examples.ts': async () => clientExamples(contract),
  'generated/tasks.http': async () => httpFile(contract),
  'docs/guides/workflows.md': async () => {
    const workflows = load(await readFile(new URL('docs/workflows.arazzo.yaml', root), 'utf8')) as Arazzo;
    return workflowsPage(workflows, contract);
  },
  [`${ruleFolder}recording.yml`]: () => rulesIn('recording.yml'),
  'deploy/components/monitoring/prometheus-rule.yaml': async () => {
    const files = (await readdir(new URL(ruleFolder, root))).sort();
    return prometheusRule(await Promise.all(files.map(rulesIn)));
  },
  ...Object.fromEntries(
    [...dashboardFiles(contract)].map(([name, text]) => [
      `${dashboardFolder}${name}`,
      () => Promise.resolve(text),
    ]),
  ),
};

/** A file with Prometheus rules, whose endpoint matchers select the operations that the objectives cover. */
async function rulesIn(file: string): Promise<string> {
  const text = await readFile(new URL(ruleFolder + file, root), 'utf8');
  return text.replaceAll(/endpoint=~"[^"]*"/g, taskOperations(contract));
}

/** The types of a contract. */
async function typesOf(path: string): Promise<string> {
  // A client may omit a field with a default, so it stays optional.
  const nodes = await openapiTS(new URL(path, root), {
    defaultNonNullable: false,
    silent: true,
    transform: knownValues,
  });
  return `// Written by \`npm run generate\` from ${path}. Do not edit.\n\n${astToString(nameSchemas(nodes))}`;
}

/**
 * Types a string with `x-extensible-enum` as its known values: handlers must not send any other value, and the typed
 * client can narrow by the known ones. Other generators see a plain string.
 */
function knownValues(schema: object): ts.TypeNode | undefined {
  const { 'x-extensible-enum': values } = schema as { 'x-extensible-enum'?: readonly string[] };
  if (values === undefined) return undefined;
  return ts.factory.createUnionTypeNode(
    values.map((value) => ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value))),
  );
}

const stale: string[] = [];

for (const [path, make] of Object.entries(derived)) {
  const file = new URL(path, root);
  const text = await make();
  const current = await readFile(file, 'utf8').catch(() => '');
  if (text === current) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, text);
}

if (check && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}.` : 'All generated files are up to date.');
}
