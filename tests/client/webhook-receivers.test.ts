// Tests the TypeScript receivers of docs/guides/webhooks.md. `npm run check:generators` tests the receivers in other
// languages.
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recipe } from '../contract/generators/guide-recipes.ts';
import { createRecipeFolder, projectModules } from '../contract/generators/recipe-folder.ts';
import { scaled } from '../support/timeouts.js';
import { installClient } from './guides.ts';
import { checkReceiver, environment, guide, requests } from './webhook-receivers.ts';

let modules: string;
beforeAll(async () => {
  modules = join(await mkdtemp(join(tmpdir(), 'receivers-')), 'node_modules');
  await installClient(modules);
  await mkdir(join(modules, '@types'));
  for (const name of ['standardwebhooks', '@stablelib', 'fast-sha256', '@types/node', 'undici-types'])
    await symlink(join(projectModules, name), join(modules, name));
}, scaled(60_000));
afterAll(() => rm(join(modules, '..'), { recursive: true }));

test('runs a receiver that accepts valid requests, and processes each event once', async () => {
  const tools = async () => ({ modules });
  expect(await checkReceiver({ heading: 'Receiver in TypeScript', tools }, { modules })).toEqual([]);
});

test('runs a handler that accepts valid requests', async () => {
  const folder = await createRecipeFolder(
    recipe('Handler in TypeScript', guide),
    { url: '', token: '' },
    { modules },
  );
  await folder.write(
    'program.ts',
    `process.env['WEBHOOK_SECRET'] = '${environment.WEBHOOK_SECRET}';
    const { POST } = await import('./handler.ts');
    console.log = () => undefined;
    for (const request of ${JSON.stringify(requests())}) {
      const { status } = await POST(new Request('http://receiver/', { method: 'POST', ...request }));
      console.info(status);
    }`,
  );
  const { output } = await folder.sh('node program.ts');
  expect(output.trim().split('\n').map(Number)).toEqual(requests().map(({ status }) => status));
  await folder.close();
});

test('compiles the receiver and the handler in a strict project', async () => {
  const sections = [recipe('Receiver in TypeScript', guide), recipe('Handler in TypeScript', guide)];
  const files = new Map(sections.flatMap((section) => [...section.files]));
  const folder = await createRecipeFolder(
    { heading: '', commands: [], files },
    { url: '', token: '' },
    { modules },
  );
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
    ...{ target: 'es2022', lib: ['es2024', 'dom', 'dom.iterable'], types: ['node'], module: 'nodenext' },
    ...{ verbatimModuleSyntax: true, erasableSyntaxOnly: true, skipLibCheck: true },
  };
  await folder.write('tsconfig.json', JSON.stringify({ compilerOptions, files: [...files.keys()] }));
  expect(await folder.sh('npx tsc --project tsconfig.json')).toEqual({ code: 0, output: '' });
  await folder.close();
});
