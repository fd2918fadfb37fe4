// Runs the programs in the guides against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, programs, type Sandbox } from './guides.ts';
import { useServer } from '../support/use-server.ts';

const { server } = useServer();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox({ url: server.url, token: await server.token() });
});
afterAll(() => sandbox.close());

test.each(programs)('runs %s', async (_, snippet) => {
  const { code, output, errors } = await sandbox.run(snippet);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output !== '').toBe(snippet.code.includes('console.log'));
});
