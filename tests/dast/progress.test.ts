import { expect, test } from '@jest/globals';
import { sumOfRequests } from '../../dast/progress.ts';
import { client } from '../support/client.ts';
import { startServer } from '../support/server.ts';

test('counts the requests that a service has served', async () => {
  const server = await startServer();
  const send = client(server);
  await send('GET', '/health', { as: null });
  await send('GET', '/tasks', { as: null });
  const { text } = await send('GET', '/metrics', { as: null });
  await server.close();
  expect(sumOfRequests(text)).toBe(2);
});
