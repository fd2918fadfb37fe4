// The metrics are labeled with the routes of the contract and never with a path from a client, so the number of series is
// limited, and alerts and dashboards can rely on the labels.
import { expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

const templates = new Set(contract.operations.map(({ path }) => path));
/** The label of requests without a route. */
const unmatched = 'unmatched';

async function endpoints(): Promise<Set<string>> {
  const { text } = await send('GET', '/metrics', { as: null });
  // Ignores series with the value 0, which every operation has from the start.
  return new Set([...text.matchAll(/\bendpoint="([^"]*)".* (?!0$)/gm)].map(([, endpoint = '']) => endpoint));
}

test('labels requests with the routes of the contract, and all others as unmatched', async () => {
  for (const { method, path } of contract.operations) {
    const target = path.replace(/\{\w+\}/, '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90');
    await send(method, target, method === 'GET' || method === 'DELETE' ? {} : { body: { title: 'a' } });
    await send('OPTIONS', target);
    await send('PURGE', target, { as: null });
  }
  for (const path of [
    '/nothing',
    '/tasks/',
    '/tasks/%F0%9F%A5%8A',
    '/tasks/{taskId}',
    '/tasks/a/b',
    '/docs/',
    '/docs/x',
    '/__proto__',
    '/"x"',
  ]) {
    await send('GET', path);
  }
  const found = await endpoints();
  expect(found).toEqual(new Set([...templates, unmatched]));
});
