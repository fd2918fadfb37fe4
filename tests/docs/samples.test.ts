// Runs the code samples of the reference against the service.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/contract/operation.ts';
import { languages, sampleBaseUrl, samplesOf } from '../../src/docs/reference/samples.ts';
import type { Language } from '../../src/docs/reference/samples.ts';
import { installClient, run } from '../client/guides.ts';
import { contract } from '../support/contract.ts';
import { createItems } from '../support/example-items.ts';
import { eventually } from '../support/eventually.ts';
import { scaled } from '../support/timeouts.js';
import { useServer } from '../support/use-server.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const { server, send } = useServer({ QUOTA_WEBHOOKS: '100' });
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  await installClient(join(folder, 'node_modules'));
}, scaled(60_000));
afterAll(removeTemporaryFolders);

/** How to run a sample in each language. Python and curl are optional: the project requires only Node and npm. */
const programs: Readonly<Record<Language, { readonly file: string; readonly command: string }>> = {
  curl: { file: 'sample.sh', command: 'sh' },
  fetch: { file: 'fetch.mjs', command: process.execPath },
  client: { file: 'client.mts', command: process.execPath },
  python: { file: 'sample.py', command: 'python3' },
};
const missing = await Promise.all(
  ['curl', 'python3'].map(async (name) => ((await run(name, ['--version'])).code === 0 ? undefined : name)),
);
const isMissing = (language: Language): boolean =>
  missing.includes(language === 'python' ? 'python3' : language);

/** Matches the ids in the samples. */
const exampleId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Creates the items that a sample uses. Returns a function that replaces an id in the sample with a created one. */
async function prepare({ path }: Pick<Operation, 'path'>): Promise<(example: string) => string> {
  const task = await send('POST', '/tasks', { body: { title: 'For the samples' } });
  const ids = await createItems(path, async (target, body) => (await send('POST', target, { body })).body.id);
  // Only a deleted task can be erased.
  if (path.startsWith('/trash/')) await send('DELETE', `/tasks/${ids['taskId']}`);
  return (example) => Object.entries(ids).find(([name]) => exampleIds[name] === example)?.[1] ?? task.body.id;
}

/** The example id that the samples contain for each path parameter. */
const exampleIds = Object.fromEntries(
  Object.values((contract.document['components'] as unknown as Components).parameters).map(
    ({ name, example }) => [name, example],
  ),
);

interface Components {
  readonly parameters: Readonly<Record<string, { readonly name: string; readonly example?: string }>>;
}

describe.each(languages.map(({ id }) => id))('the samples in %s', (language) => {
  const cases = contract.operations.map((operation) => [operation.id, operation] as const);
  const why = isMissing(language) ? ' (skipped: the program is not installed)' : '';

  (why === '' ? test : test.skip).each(cases)(`call %s successfully${why}`, async (id, operation) => {
    const idFor = await prepare(operation);
    const sample = samplesOf(contract.document, operation)[language];
    const code = sample.replaceAll(sampleBaseUrl, server.url).replaceAll(exampleId, idFor);
    const { file, command } = programs[language];
    const path = join(folder, id, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code);

    const before = server.logged.length;
    const outcome = await run(command, [path], folder, { TOKEN: await server.token() });
    expect([outcome.code, language === 'curl' ? '' : outcome.errors]).toEqual([0, '']);
    const requests = () => server.logged.slice(before).filter(({ message }) => message === 'request');
    await eventually(() => requests().length > 0);
    const success = operation.statuses.filter((status) => status < 300);
    expect(requests().map(({ operationId, status }) => [operationId, status])).toEqual([[id, success[0]]]);
  });
});
