// Runs the programs of the guides against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import { openSandbox, programs, type Sandbox } from './guides.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let sandbox: Sandbox;
beforeAll(async () => {
  server = await startServer();
  sandbox = await openSandbox({ url: server.url, token: await server.token() });
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  await server.close();
});

test.each(programs)('%s runs', async (_, snippet) => {
  const { code, output, errors } = await sandbox.run(snippet);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output !== '').toBe(snippet.code.includes('console.log'));
});
