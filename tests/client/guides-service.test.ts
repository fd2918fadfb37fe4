// The guides' programs against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer } from '../support/server.ts';
import { openWorkshop, programs, type Workshop } from './guides.ts';

let server: Awaited<ReturnType<typeof startServer>>;
let workshop: Workshop;
beforeAll(async () => {
  server = await startServer();
  workshop = await openWorkshop({ url: server.url, token: await server.token() });
}, 60_000);
afterAll(async () => {
  await workshop.close();
  await server.close();
});

test.each(programs)('%s runs', async (_, snippet) => {
  const { code, output, errors } = await workshop.run(snippet);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output !== '').toBe(snippet.code.includes('console.log'));
});
