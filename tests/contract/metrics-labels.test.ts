// The metrics name the routes of the contract and no path that a client made up: so their number has an end, and what
// is built on them (alerts, dashboards) goes by the contract.
import { expect, test } from '@jest/globals';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

const templates = new Set(contract.operations.map(({ path }) => path));
/** What has no route, has this. */
const unmatched = 'unmatched';

async function endpoints(): Promise<Set<string>> {
  const { text } = await send('GET', '/metrics', { as: null });
  // Of each operation there are series from the start, at zero.
  return new Set([...text.matchAll(/\bendpoint="([^"]*)".* (?!0$)/gm)].map(([, endpoint = '']) => endpoint));
}

test('every route of the contract is a label once it was asked for, and nothing else is', async () => {
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
