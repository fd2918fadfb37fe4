// The service has the routes of the contract, all of them, and none beside them but the documentation.
import { once } from 'node:events';
import { METHODS } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { Express, Request } from 'express';
import { contractHandlers } from '../../src/contract/contract-handlers.ts';
import { operationsHandlers } from '../../src/observability/handlers.ts';
import { taskHandlers } from '../../src/tasks/handlers.ts';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const ids = contract.operations.map(({ id }) => id);

test('every operation has a handler, and every handler an operation: see src/app.ts', () => {
  const none = {} as never;
  const database = { engine: 'sqlite' } as never;
  const handlers = [
    contractHandlers(contract),
    operationsHandlers(none),
    taskHandlers(database, none, none, none),
  ];
  expect(handlers.flatMap((some) => Object.keys(some)).sort()).toEqual([...ids].sort());
});

test('every operation has a name of its own, and every pair of method and path one operation', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const pairs = contract.operations.map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`,
  );
  expect(new Set(pairs).size).toBe(pairs.length);
});

// What Express routes by itself, the contract does not know of.
test('nothing but /docs is routed by Express: a route belongs into openapi.yaml', async () => {
  const [[request]] = (await Promise.all([
    once(server.service.server, 'request'),
    send('GET', '/health/live', { as: null }),
  ])) as unknown as [[Request]];
  const { stack } = (request.app as Express).router;
  expect(stack.length).toBeGreaterThan(2);
  expect(stack.filter(({ route }) => route !== undefined)).toEqual([]);
  const mounted = stack.filter((layer) => !(layer as unknown as { slash: boolean }).slash);
  expect(mounted).toHaveLength(1);
  expect((mounted[0] as unknown as { match(path: string): unknown }).match('/docs')).toBeTruthy();
});

describe.each(contract.routes.routes)('$template', ({ template, operations }) => {
  const path = template.replace(/\{\w+\}/, '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90');

  test('serves the methods of the contract, HEAD and OPTIONS, and no others', async () => {
    const derived = [...(operations.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
    // What fetch does not send, the attacks do.
    const methods = METHODS.filter((method) => !['CONNECT', 'TRACE'].includes(method));
    const answered: string[] = [];
    for (const method of methods) {
      const { status, body } = await send(
        method,
        path,
        method === 'POST' || method === 'PUT' ? { body: {} } : {},
      );
      expect([method, body.type]).not.toEqual([method, 'urn:problem-type:task-manager-api:route-not-found']);
      expect([method, status < 500]).toEqual([method, true]);
      if (status !== 405) answered.push(method);
    }
    expect(answered.sort()).toEqual([...operations.keys(), ...derived].sort());
  });
});

/** Where frameworks, tools and habit put things. */
const habitual = [
  '/',
  '/api',
  '/api/tasks',
  '/v1/tasks',
  '/admin',
  '/debug',
  '/debug/pprof',
  '/status',
  '/ping',
  '/healthz',
  '/livez',
  '/readyz',
  '/health/startup',
  '/actuator',
  '/version',
  '/info',
  '/favicon.ico',
  '/robots.txt',
  '/.well-known/security.txt',
  '/.env',
  '/.git/config',
  '/package.json',
  '/swagger',
  '/swagger.json',
  '/api-docs',
  '/openapi',
  '/openapi.yml',
  '/redoc',
  '/graphql',
  '/login',
  '/users',
  '/tasks/search',
  '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90/tags',
  '/docsx',
  '/Docs',
].filter((path) => contract.routes.find(path) === undefined);

test.each(habitual)('there is nothing at %s', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const { status, body } = await send(method, path);
    expect([method, status, body.type]).toEqual([
      method,
      404,
      'urn:problem-type:task-manager-api:route-not-found',
    ]);
  }
});
