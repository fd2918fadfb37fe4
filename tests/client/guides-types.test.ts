// Type-checks the programs in the guides and the client's type tests, which import the packed client.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scaled } from '../support/timeouts.js';
import { openSandbox, projects, type Sandbox } from './guides.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ url: 'http://127.0.0.1:4010', token: 'any-token' });
});
afterAll(() => sandbox.close());

test.each(projects)(
  'compiles in a strict project with $compiler, the setup $setup and exactOptionalPropertyTypes $isExact',
  async (project) => {
    expect(await sandbox.check(project)).toEqual({ code: 0, output: '', errors: '' });
  },
  scaled(60_000),
);
