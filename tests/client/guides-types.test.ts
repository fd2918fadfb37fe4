// Type-checks the programs of the guides and the type tests of the client, with its package, as other projects do.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, type Project, type Sandbox } from './guides.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ url: 'http://127.0.0.1:4010', token: 'any-token' });
}, 60_000);
afterAll(() => sandbox.close());

test.each<Project>([
  { compiler: 'typescript-5.4', resolution: 'bundler', isExact: false },
  { compiler: 'typescript-5.4', resolution: 'nodenext', isExact: true },
  { compiler: 'typescript', resolution: 'bundler', isExact: false },
  { compiler: 'typescript', resolution: 'bundler', isExact: true },
  { compiler: 'typescript', resolution: 'nodenext', isExact: true },
  { compiler: 'typescript-7', resolution: 'bundler', isExact: false },
  { compiler: 'typescript-7', resolution: 'nodenext', isExact: true },
])(
  'compiles in a strict project with $compiler, $resolution resolution and exactOptionalPropertyTypes $isExact',
  async (project) => {
    expect(await sandbox.check(project)).toEqual({ code: 0, output: '', errors: '' });
  },
  60_000,
);
