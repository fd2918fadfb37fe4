import { describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { bodyOf, named, noTask, operations, pathOf, taskOperations } from '../http/operations.ts';
import { contractHandlers } from '../../src/contract/contract-handlers.ts';
import { operationsHandlers } from '../../src/observability/handlers.ts';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';
import { secret } from '../support/secret.ts';

const { send } = useServer();

describe.each(named(taskOperations))('%s', (_id, operation) => {
  const [required = ''] = operation.access.kind === 'user' ? operation.access.scopes : [];
  const other = required === 'tasks:read' ? 'tasks:write' : 'tasks:read';
  const ask = (scope: string) => send(operation.method, pathOf(operation), { scope, ...bodyOf(operation) });

  test('requires tasks:read for GET, tasks:write for other methods, and webhooks:manage for webhooks', () => {
    const ofTasks = operation.method === 'GET' ? 'tasks:read' : 'tasks:write';
    expect(required).toBe(operation.path.startsWith('/webhooks') ? 'webhooks:manage' : ofTasks);
  });

  test.each([
    '',
    other,
    `${required}x`,
    required.toUpperCase(),
    required.replace(':', ' '),
    `${required},${other}`,
    '*',
  ])('rejects a token with the scope "%s"', async (scope) => {
    const response = await ask(scope);
    expect([response.status, response.body.type]).toEqual([
      403,
      'urn:problem-type:task-manager-api:insufficient-scope',
    ]);
    expect(response.body.detail).toContain(required);
    expect(response.headers.get('WWW-Authenticate')).toBe(
      `Bearer realm="tasks", error="insufficient_scope", scope="${required}"`,
    );
  });

  test('accepts a token with its scope', async () => {
    const { status } = await ask(`profile ${required}`);
    const success = operation.statuses.find((one) => one < 300);
    expect(status).toBe(operation.path.includes('{') ? 404 : success);
  });
});

test.each([7, true, null, [7, ['tasks:read']], { 'tasks:read': true }, ['tasks:read tasks:write']])(
  'grants nothing for a scope claim without a scope: %j',
  async (scope) => {
    const names = 'task-manager-api';
    const token = await new SignJWT({ iss: names, aud: names, sub: 'alice', scope })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('5 minutes')
      .sign(new TextEncoder().encode(secret));
    const headers = { Authorization: `Bearer ${token}` };
    expect((await send('GET', '/tasks', { as: null, headers })).status).toBe(403);
  },
);

test('does not parse the body of a forbidden request', async () => {
  const response = await send('PUT', `/tasks/${noTask}`, { scope: 'tasks:read', raw: '{', headers: {} });
  expect(response.status).toBe(403);
});

describe('the public operations', () => {
  // The types of these handlers contain no user.
  const handlers = { ...contractHandlers(contract), ...operationsHandlers({} as never) };
  const open = operations.filter((operation) => !taskOperations.includes(operation));

  test('have handlers whose types contain no user', () => {
    expect(new Set(open.map(({ id }) => id))).toEqual(new Set(Object.keys(handlers)));
  });

  test.each(open.map((operation) => [operation.id, operation] as const))(
    '%s ignores the presence and value of a token',
    async (_id, operation) => {
      expect((await send('GET', pathOf(operation), { as: null })).status).toBe(200);
      const headers = { Authorization: 'Bearer nonsense' };
      expect((await send('GET', pathOf(operation), { as: null, headers })).status).toBe(200);
    },
  );
});
