// The service has exactly the routes of the contract, and those of the documentation.
import { once } from 'node:events';
import { METHODS } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { Express, Request } from 'express';
import { contractHandlers } from '../../src/contract/contract-handlers.ts';
import { operationsHandlers } from '../../src/observability/handlers.ts';
import { resourceHandlers } from '../../src/resources.ts';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer();

const ids = contract.operations.map(({ id }) => id);

test('has one handler for each operation', () => {
  const counter = { inc: () => undefined };
  const database = { engine: 'sqlite' } as never;
  const options = { changes: {}, webhooks: {} };
  const handlers = [
    contractHandlers(contract),
    operationsHandlers({} as never),
    resourceHandlers(database, () => counter, options as never),
  ];
  expect(handlers.flatMap((some) => Object.keys(some)).sort()).toEqual([...ids].sort());
});

test('defines each operationId once, and each method of a path once', () => {
  expect(new Set(ids).size).toBe(ids.length);
  const pairs = contract.operations.map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`,
  );
  expect(new Set(pairs).size).toBe(pairs.length);
});

// The contract does not describe routes that are added to Express directly.
test('adds no route to Express, because all routes belong in openapi.yaml', async () => {
  const [[request]] = (await Promise.all([
    once(server.service.server, 'request'),
    send('GET', '/health/live', { as: null }),
  ])) as unknown as [[Request]];
  const { stack } = (request.app as Express).router;
  expect(stack.length).toBeGreaterThan(2);
  expect(stack.filter(({ route }) => route !== undefined)).toEqual([]);
  // Express calls this property `slash`: the layer applies to every path.
  expect(stack.filter((layer) => !(layer as unknown as { slash: boolean }).slash)).toEqual([]);
});

describe.each(contract.routes.routes)('$template', ({ template, operations }) => {
  const path = template.replace(/\{\w+\}/, '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90');

  test('serves only the methods in the contract, OPTIONS, and HEAD with each GET', async () => {
    const derived = [...(operations.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
    // fetch does not send CONNECT and TRACE. tests/contract/attack/methods.test.ts does.
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

/** Paths that frameworks and tools commonly use. */
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

test.each(habitual)('returns 404 at the commonly used path %s', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const { status, body } = await send(method, path);
    expect([method, status, body.type]).toEqual([
      method,
      404,
      'urn:problem-type:task-manager-api:route-not-found',
    ]);
  }
});
