import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { validationAtOnce } from '../../../src/contract/validation/validation-at-once.ts';
import { noTask } from '../../http/operations.ts';
import { client } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';

// express-openapi-validator makes one for its first request, and asks it for each.
const { RequestValidator } = createRequire(import.meta.url)(
  'express-openapi-validator/dist/middlewares/openapi.request.validator.js',
) as { RequestValidator: { prototype: { validate: (...given: unknown[]) => unknown } } };

afterEach(() => {
  jest.restoreAllMocks();
});

/** What the service answers to the same requests, and whether that for its health was validated as it came in. */
async function answers(off: string) {
  const server = await startServer({ SHORTCUTS_OFF: off });
  let turn = 0;
  const atOnce: boolean[] = [];
  server.service.server.prependListener('request', () => {
    turn += 1;
    queueMicrotask(() => (turn = 0));
  });
  const validate = jest.spyOn(RequestValidator.prototype, 'validate').mockImplementation(function (
    this: unknown,
    ...given
  ) {
    // Others wait for their token or their body, in any case.
    const [{ path }] = given as [Request];
    if (path === '/health') atOnce.push(turn > 0);
    return original.apply(this, given);
  });
  const send = client(server);
  const found = [];
  for (const [method, path, body] of [
    ['GET', '/tasks'],
    ['HEAD', '/tasks?limit=2'],
    ['GET', '/tasks?limit=0&colour=red'],
    ['GET', `/tasks/${noTask}`],
    ['GET', '/tasks/x'],
    ['GET', '/health'],
    ['POST', '/tasks', { title: 'Paint', tags: ['blue'] }],
    ['POST', '/tasks', { title: '', colour: 'red' }],
    ['PATCH', '/tasks/x', { priority: 'none' }],
  ] as const) {
    const { status, body: got } = await send(method, path, { body });
    found.push({ status, title: got.title, detail: got.detail, errors: got.errors });
  }
  await server.close();
  validate.mockRestore();
  return { found, atOnce };
}
const original = RequestValidator.prototype.validate;

test('requests are validated at once, and found the same', async () => {
  const without = await answers('validation');
  const atOnce = await answers('');
  expect(without.found.map(({ status }) => status)).toEqual([200, 200, 422, 404, 422, 200, 201, 422, 422]);
  expect(atOnce.found).toEqual(without.found);
  expect([without.atOnce, atOnce.atOnce]).toEqual([[false], [true]]);
}, 30_000);

/** The validator of a small document, and what it says of a request with this limit. */
function validator() {
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
  const responses = { 200: { description: 'Fine' } };
  const middlewares = OpenApiValidator.middleware({
    apiSpec: {
      openapi: '3.1.0',
      info: { title: 'a', version: '1' },
      paths: { '/': { get: { parameters: [limit], responses } } },
    } as never,
    validateApiSpec: false,
    validateResponses: false,
  }) as unknown as RequestHandler[];
  const waiting = middlewares.find(({ name }) => name === 'requestMiddleware')!;
  const openapi = {
    expressRoute: '/',
    openApiRoute: '/',
    pathParams: {},
    schema: { parameters: [limit], responses },
  };
  const ask = (handler: RequestHandler, value: string) => {
    const outcomes: unknown[] = [];
    const request = {
      method: 'GET',
      path: '/',
      originalUrl: '/',
      headers: {},
      params: {},
      query: { limit: value },
      openapi,
    };
    const asked = handler(request as unknown as Request, {} as unknown as Response, (error?: unknown) => {
      outcomes.push((error as { status?: number } | undefined)?.status ?? error ?? 'passed');
    });
    return { outcomes, asked };
  };
  return { waiting, ask };
}

test('the first request waits for the document, and those after it do not', async () => {
  const { waiting, ask } = validator();
  const handler = validationAtOnce()(waiting);
  const other = validator();
  const otherHandler = validationAtOnce()(other.waiting);
  const first = ask(handler, '2');
  expect(first.outcomes).toEqual([]);
  await first.asked;
  expect(first.outcomes).toEqual(['passed']);
  expect(ask(handler, '3').outcomes).toEqual(['passed']);
  expect(ask(handler, 'three').outcomes).toEqual([400]);
  // Each has what it has made itself.
  expect(other.ask(otherHandler, '3').outcomes).toEqual([]);
});

test('what is neither passed nor refused at once is an error', async () => {
  const { waiting, ask } = validator();
  const handler = validationAtOnce()(waiting);
  await ask(handler, '2').asked;
  jest.spyOn(RequestValidator.prototype, 'validate').mockReturnValue(undefined);
  expect(ask(handler, '2').outcomes).toEqual([
    new Error('express-openapi-validator has not validated at once'),
  ]);
});
