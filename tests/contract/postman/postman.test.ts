// The contract's examples work together: the collection that Postman generates from them succeeds from top to bottom.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runNode } from '../../../scripts/tools/run-node.ts';
import { contract } from '../../support/contract.ts';
import { creators } from '../../support/example-items.ts';
import { scaled } from '../../support/timeouts.js';
import { useServer } from '../../support/use-server.ts';
import { installNpm } from '../generators/tools.ts';

// Runs before Jest collects the tests, because the outcome decides whether the test is skipped.
const tools = await installNpm(import.meta.dirname);
const why = 'missing' in tools ? `; skipped: ${tools.missing}` : '';
if (why !== '') console.warn(`Postman${why}`);

interface Item {
  readonly name: string;
  readonly item?: readonly Item[];
  readonly request?: { readonly url: { readonly variable?: { key: string; value: string }[] } };
  event?: object[];
}

const { server } = useServer();

/** Uses the id of a created item in the other operations, as the contract's links describe. */
function link({ item = [], request }: Item): void {
  for (const variable of request?.url.variable ?? []) variable.value = `{{${variable.key}}}`;
  for (const inner of item) {
    link(inner);
    if (inner.request !== undefined) inner.event = [checkSuccess(inner.name), ...preparations(inner.name)];
  }
}

/** Deletes the task again before it is erased: an earlier request of the collection has restored it. */
const preparations = (name: string): object[] => {
  if (name !== 'Erase a deleted task') return [];
  const remove = [
    "const url = pm.variables.replaceIn('{{baseUrl}}/tasks/{{taskId}}');",
    "const header = { Authorization: pm.variables.replaceIn('Bearer {{bearerToken}}') };",
    "pm.sendRequest({ url, method: 'DELETE', header });",
  ];
  return [{ listen: 'prerequest', script: { exec: remove } }];
};

/** The variable for the id of the created item, by the name of the request, which is the summary of its operation. */
const created = new Map([...creators].map(([parameter, { summary }]) => [summary, parameter]));

const checkSuccess = (name: string): object => ({
  listen: 'test',
  script: {
    exec: [
      `pm.test(${JSON.stringify(name)}, () => pm.response.to.be.success);`,
      ...(created.has(name)
        ? [`pm.collectionVariables.set('${created.get(name)}', pm.response.json().id);`]
        : []),
    ],
  },
});

(why === '' ? test : test.skip)(
  `converts to a Postman collection whose requests succeed from top to bottom${why}`,
  async () => {
    const modules = 'modules' in tools ? (tools.modules ?? '') : '';
    const folder = await mkdtemp(join(tmpdir(), 'postman-'));
    try {
      const [file, report] = [join(folder, 'collection.json'), join(folder, 'report.json')];
      const converted = await runNode([
        ...[join(modules, 'openapi-to-postmanv2/bin/openapi2postmanv2.js'), '--spec', 'openapi.yaml'],
        ...['--output', file, '--options', 'folderStrategy=Tags,parametersResolution=Example'],
      ]);
      expect(converted).toMatchObject({ code: 0 });

      const collection = JSON.parse(await readFile(file, 'utf8')) as Item;
      link(collection);
      await writeFile(file, JSON.stringify(collection));
      const variables = { baseUrl: server.url, bearerToken: await server.token('postman') };
      const ran = await runNode([
        ...[join(modules, 'newman/bin/newman.js'), 'run', file, '--reporters', 'cli,json'],
        ...['--reporter-json-export', report, '--disable-unicode', '--color', 'off'],
        ...Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]),
      ]);
      expect(ran.code === 0 ? '' : ran.output).toBe('');
      const { run } = JSON.parse(await readFile(report, 'utf8')) as {
        run: { stats: { assertions: object } };
      };
      expect(run.stats.assertions).toEqual({ total: contract.operations.length, pending: 0, failed: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  scaled(120_000),
);
