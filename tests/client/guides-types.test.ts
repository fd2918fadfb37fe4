// Type-checks the programs of the guides and the type tests of the client, with its package, as other projects do.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scaled } from '../support/timeouts.js';
import { openSandbox, type Project, type Sandbox } from './guides.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ url: 'http://127.0.0.1:4010', token: 'any-token' });
});
afterAll(() => sandbox.close());

test.each<Project>([
  { compiler: 'typescript-5.4', setup: 'bundler', isExact: false },
  { compiler: 'typescript-5.4', setup: 'nodenext', isExact: true },
  { compiler: 'typescript', setup: 'bundler', isExact: false },
  { compiler: 'typescript', setup: 'bundler', isExact: true },
  { compiler: 'typescript', setup: 'nodenext', isExact: true },
  { compiler: 'typescript-7', setup: 'bundler', isExact: false },
  { compiler: 'typescript-7', setup: 'nodenext', isExact: true },
  { compiler: 'typescript-5.4', setup: 'vite', isExact: false },
  { compiler: 'typescript', setup: 'vite', isExact: false },
  { compiler: 'typescript-7', setup: 'vite', isExact: false },
])(
  'compiles in a strict project with $compiler, the setup $setup and exactOptionalPropertyTypes $isExact',
  async (project) => {
    expect(await sandbox.check(project)).toEqual({ code: 0, output: '', errors: '' });
  },
  scaled(60_000),
);
