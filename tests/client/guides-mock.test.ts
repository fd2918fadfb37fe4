// Runs the programs and curl commands in the guides against the mock, and checks the scripts and versions they mention.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSandbox, programs, run, snippets, type Sandbox } from './guides.ts';
import { startMock, type Prism } from '../support/prism.ts';

let mock: Prism;
let sandbox: Sandbox;
beforeAll(async () => {
  mock = await startMock();
  sandbox = await openSandbox({ url: mock.url, token: 'any-token' });
});
afterAll(async () => {
  await sandbox.close();
  await mock.close();
});

test('finds a language for every code block, and a unique name for every program', () => {
  expect(snippets.filter(({ language }) => !['ts', 'sh'].includes(language))).toEqual([]);
  expect(programs.filter(([, { file }]) => !file.endsWith('.ts'))).toEqual([]);
  expect(new Set(programs.map(([title]) => title)).size).toBe(programs.length);
});

test.each(programs)('runs %s', async (_, snippet) => {
  const { code, output, errors } = await sandbox.run(snippet);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  // A program must print something if and only if it calls console.log.
  expect(output !== '').toBe(snippet.code.includes('console.log'));
});

// curl is optional: the project requires only Node and npm.
const { code: withoutCurl } = await run('curl', ['--version']);

describe('curl commands', () => {
  const commands = snippets
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => [...code.matchAll(/^# (\d{3})(.*)\n((?:.*\\\n)*.*)$/gm)])
    .map(([, status = '', what = '', command = '']) => [`${status}${what}`, status, command] as const);
  const lines = snippets.flatMap(({ code }) => code.match(/^curl /gm) ?? []);

  test('state their status in a comment', () => {
    expect(commands.length).toBeGreaterThan(0);
    expect(commands).toHaveLength(lines.length);
  });

  (withoutCurl ? test.skip : test).each(commands)('%s', async (_title, status, command) => {
    const { output } = await run('sh', ['-c', command.replaceAll('http://127.0.0.1:4010', mock.url)]);
    expect(output.split(' ')[1]).toBe(status);
  });
});

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

describe('scripts and tools', () => {
  test.each(['docs/guides/front-end.md', 'docs/guides/client.md'])(
    'exist with the major version that %s mentions',
    async (page) => {
      const text = await readFile(new URL(`../../${page}`, import.meta.url), 'utf8');
      const manifest = JSON.parse(
        await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
      ) as Manifest;
      const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
      const tools = [...text.matchAll(/npx (\S+)@([\d.]+) /g)].map(
        ([, name = '', version]) => [name, version] as const,
      );
      expect(scripts.length + tools.length).toBeGreaterThan(0);
      for (const script of scripts) expect(manifest.scripts).toHaveProperty([script]);
      // Compares only the major version, so that a package update rarely requires a change to the guide.
      const major = (version = '') => version.split('.')[0];
      for (const [name, version] of tools)
        expect([name, major(manifest.devDependencies[name])]).toEqual([name, major(version)]);
    },
  );
});
