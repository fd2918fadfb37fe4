import { expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/server.ts';

test('logs the users whose requests take the most time, and names them in no metric', async () => {
  const server = await startServer();
  const send = client(server);
  const names = ['ada', 'grace', 'edsger', 'barbara', 'donald', 'alan'];
  for (const as of names) await send('GET', '/summary', { as });
  for (let n = 0; n < 30; n += 1) {
    await send('POST', '/tasks', {
      as: 'busy',
      body: { title: `Task ${n}`, description: 'water '.repeat(800) },
    });
  }
  const isLogged = ({ sub }: Record<string, unknown>): boolean => sub === 'busy';
  await eventually(() => server.logged.filter(isLogged).length === 30);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).not.toContain('busy');
  await server.close();

  const report = server.logged.find(({ message }) => message === 'most expensive users');
  expect(report).toMatchObject({ level: 'info', seconds: expect.any(Number), of: 7 });
  const users = report?.['users'] as Record<string, unknown>[];
  expect(users).toHaveLength(5);
  const sum = (name: string): number =>
    server.logged.filter(isLogged).reduce((total, line) => total + Number(line[name]), 0);
  expect(users).toContainEqual({
    sub: 'busy',
    requests: 30,
    costMs: Math.round(sum('costMs')),
    bytes: sum('bytes'),
  });
  const costs = users.map(({ costMs }) => Number(costMs));
  expect(costs).toEqual(costs.toSorted((one, other) => other - one));
});
