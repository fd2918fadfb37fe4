// Generates committed files from openapi.yaml: the types in generated/ and the dashboards. With --check, writes nothing
// and fails if a file is stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { dashboardFiles } from '../observability/dashboards/all.ts';
import { loadContract } from '../src/contract/document.ts';

const root = new URL('../', import.meta.url);
const dashboardFolder = 'observability/grafana/dashboards/';

/** The generated files by path, each with its generator. */
const derived: Readonly<Record<string, () => Promise<string>>> = {
  'generated/openapi.ts': async () => {
    // A client may omit a field with a default, so it stays optional.
    const nodes = await openapiTS(new URL('openapi.yaml', root), {
      defaultNonNullable: false,
      silent: true,
      transform: knownValues,
    });
    return `// Written by \`npm run generate\` from openapi.yaml. Do not edit.\n\n${astToString(nodes)}`;
  },
  ...Object.fromEntries(
    [...dashboardFiles(loadContract())].map(([name, text]) => [
      `${dashboardFolder}${name}`,
      () => Promise.resolve(text),
    ]),
  ),
};

/**
 * Types an open string as its known values: handlers may send no others, and the typed client narrows by them. Clients
 * from other generators see a string.
 */
function knownValues(schema: object): ts.TypeNode | undefined {
  const { 'x-extensible-enum': values } = schema as { 'x-extensible-enum'?: readonly string[] };
  if (values === undefined) return undefined;
  return ts.factory.createUnionTypeNode(
    values.map((value) => ts.factory.createLiteralTypeNode(ts.factory.createStringLiteral(value))),
  );
}

const check = process.argv.includes('--check');
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
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'All generated files are up to date.');
}
