// Tests that all modules except the resources also work with another contract.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { ErrorRequestHandler } from 'express';
import { readBody } from '../../../src/contract/body.ts';
import { announceDeprecations } from '../../../src/contract/deprecation-headers.ts';
import type { AllHandlers } from '../../../src/contract/handler.ts';
import { negotiate } from '../../../src/contract/negotiation.ts';
import { problemMaker } from '../../../src/contract/problem-types.ts';
import { findOperation } from '../../../src/contract/routing.ts';
import { serve } from '../../../src/contract/serve.ts';
import { createRequestValidation } from '../../../src/contract/validation/request-validation.ts';
import { createResponseValidation } from '../../../src/contract/validation/response-validation.ts';
import { createDocs } from '../../../src/docs/router.ts';
import { compose } from '../../../src/http/compose.ts';
import { ProblemError, sendProblem } from '../../../src/http/problem.ts';
import { measureCost } from '../../../src/http/request-cost.ts';
import { checkRequestTarget } from '../../../src/http/request-target.ts';
import { createServer } from '../../../src/http/server.ts';
import { allowOrigins } from '../../../src/security/cors.ts';
import { guard } from '../../../src/security/guard.ts';
import { createLimit } from '../../../src/security/rate-limit.ts';
import { contractOf } from '../validation/library-contract.ts';
import { document } from './document.ts';
import type { operations } from './document.ts';

const contract = contractOf(document);
const makeProblem = problemMaker(contract);
const book = { title: 'Momo', price: 9.5, isAvailable: true, subtitle: null };
const isbn = '9783522177504';

/** The requests that reached a handler. */
const received: unknown[] = [];
beforeEach(() => {
  received.length = 0;
});

const handlers: AllHandlers<operations> = {
  findBooks: async ({ query }) => {
    received.push(query);
    return { status: 200, body: query.genre?.includes('essay') ? [] : [book] };
  },
  getBook: async ({ params, user }) => {
    received.push([params.isbn, user.sub]);
    return { status: 200, body: book };
  },
  changeBook: async (request) => {
    if (request.mediaType === 'application/vnd.library.price+json') {
      return { status: 200, body: { ...book, price: request.body.price } };
    }
    if (request.body.isAvailable === false) {
      return {
        status: 409,
        problem: { type: 'urn:problem-type:task-manager-api:book-on-loan', detail: 'It is on loan.' },
      };
    }
    return { status: 200, body: { ...book, subtitle: request.body.subtitle ?? null } };
  },
  lend: async ({ body }) => {
    received.push(body);
    return { status: 204 };
  },
  getStatistics: async () => ({ status: 200, body: 'loans 3\n' }),
};

const limit = createLimit([{ name: 'requests', quota: 1000, noun: 'requests' }], {
  windowSeconds: 60,
  onRefused: () => undefined,
});
const violations: unknown[] = [];

const app = express();
for (const setting of ['strict routing', 'case sensitive routing']) app.enable(setting);
for (const setting of ['x-powered-by', 'etag', 'query parser']) app.disable(setting);
app.use(measureCost);
app.use((request, response, next) => {
  request.requestId = 'a-request';
  response.setHeader('X-Request-Id', request.requestId);
  next();
});
app.use(allowOrigins(contract, { origins: '*', headers: [] }));
app.use(createDocs(contract));
app.use(
  compose([
    findOperation(contract),
    ...announceDeprecations(contract),
    guard(contract, {
      verifyToken: (token) => ({ sub: 'reader', scopes: new Set([token]) }),
      tokens: { auditToken: ['secret'] },
      subjects: limit,
      limitInFlight: () => undefined,
      limitLongPolls: () => undefined,
      failures: limit,
      proxies: { hops: 0, header: 'X-Forwarded-For' },
    }),
    negotiate,
    checkRequestTarget,
    readBody(contract),
    createRequestValidation(contract),
    serve(contract, handlers, {
      makeProblem,
      blocks: true,
      checkResponse: createResponseValidation(contract, {
        sampleResponse: () => true,
        onViolation: (violation) => violations.push(violation),
      }),
    }),
  ]),
);
const sendErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  if (!(error instanceof ProblemError)) throw error;
  sendProblem(makeProblem(error.details, { requestId: 'a-request' }), error.headers, response);
};
app.use(sendErrors);

const server = createServer(app, {
  makeProblem,
  onParserError: () => undefined,
  requestTimeoutSeconds: 10,
  keepAliveTimeoutSeconds: 10,
  connections: { maxConnections: 100, maxPerAddress: 100 },
  slowReaders: { timeoutMs: 10_000, maxBufferedBytes: 1e6 },
  onClose: () => undefined,
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  expect(violations).toEqual([]);
});

async function send(method: string, path: string, init: RequestInit & { readonly type?: string } = {}) {
  const { type = 'application/json', headers, ...rest } = init;
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
    method,
    redirect: 'manual',
    ...rest,
    headers: {
      Authorization: 'Bearer borrow',
      ...(rest.body === undefined ? {} : { 'Content-Type': type }),
      ...(headers as Record<string, string> | undefined),
    },
  });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  const body = (isJson && text !== '' ? JSON.parse(text) : undefined) as Record<string, unknown> | undefined;
  return { status: response.status, headers: response.headers, text, body };
}

describe('routing', () => {
  test('finds fixed and templated paths', async () => {
    expect(await send('GET', '/books')).toMatchObject({ status: 200, body: [book] });
    expect(await send('GET', `/books/${isbn}`)).toMatchObject({ status: 200, body: book });
    expect(received).toEqual([{}, [isbn, 'reader']]);
  });

  test('serves HEAD with the handler of GET', async () => {
    const { status, text, headers } = await send('HEAD', `/books/${isbn}`);
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('Content-Length')).toBe(String(JSON.stringify(book).length));
  });

  test('responds to OPTIONS with the allowed methods and the media types for PATCH', async () => {
    const { status, headers } = await send('OPTIONS', `/books/${isbn}`);
    expect(status).toBe(204);
    expect(headers.get('Allow')).toBe('GET, PATCH, HEAD, OPTIONS');
    expect(headers.get('Accept-Patch')).toBe(
      'application/merge-patch+json, application/vnd.library.price+json',
    );
  });

  test('responds to a CORS preflight', async () => {
    const { status, headers } = await send('OPTIONS', '/books', {
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' },
    });
    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,OPTIONS');
    expect(headers.has('Allow')).toBe(false);
  });

  test('returns 404 and 405 as problems with the titles from the contract', async () => {
    const unknown = await send('GET', '/tasks');
    expect(unknown).toMatchObject({ status: 404, body: { title: 'Route not found' } });
    const { status, headers, body } = await send('DELETE', '/books');
    expect([status, headers.get('Allow'), body?.['title']]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'Method not allowed',
    ]);
  });
});

describe('access', () => {
  test("requires a token, and sends the contract's realm in the challenge", async () => {
    const { status, headers } = await send('GET', `/books/${isbn}`, { headers: { Authorization: '' } });
    expect([status, headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="library"']);
  });

  test('requires the scope that the contract declares', async () => {
    const { status, headers } = await send('GET', `/books/${isbn}`, {
      headers: { Authorization: 'Bearer read' },
    });
    expect(status).toBe(403);
    expect(headers.get('WWW-Authenticate')).toContain('scope="borrow"');
  });

  test('checks the opaque token of a second security scheme', async () => {
    const headers = { Authorization: 'Bearer secret' };
    expect(await send('GET', '/statistics', { headers })).toMatchObject({ status: 200, text: 'loans 3\n' });
    expect((await send('GET', '/statistics')).status).toBe(401);
  });
});

describe('validation', () => {
  test('converts arrays, numbers and booleans in a query', async () => {
    const { body } = await send('GET', '/books?genre=poetry&genre=essay&maxPrice=9.99&isAvailable=false');
    expect(body).toEqual([]);
    expect(received).toEqual([{ genre: ['poetry', 'essay'], maxPrice: 9.99, isAvailable: false }]);
    await send('GET', '/books?genre=novel');
    expect(received[1]).toEqual({ genre: ['novel'] });
  });

  test.each([
    ['genre=crime', 'genre'],
    ['genre=novel&genre=poetry&genre=essay', 'genre'],
    ['maxPrice=0x10', 'maxPrice'],
    ['maxPrice=-1', 'maxPrice'],
    ['isAvailable=maybe', 'isAvailable'],
    ['author=Ende', 'author'],
  ])('rejects the query %s', async (query, name) => {
    const { status, body } = await send('GET', `/books?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ title: 'Validation failed', errors: [{ location: 'query', name }] });
  });

  test('selects the schema of a body by its media type', async () => {
    const price = { type: 'application/vnd.library.price+json', body: '{"price":12}' };
    expect(await send('PATCH', `/books/${isbn}`, price)).toMatchObject({ body: { price: 12 } });
    const patch = { type: 'application/merge-patch+json', body: '{"subtitle":"A novel"}' };
    expect(await send('PATCH', `/books/${isbn}`, patch)).toMatchObject({ body: { subtitle: 'A novel' } });
    const swapped = await send('PATCH', `/books/${isbn}`, { ...price, body: patch.body });
    expect(swapped.status).toBe(422);
    const { status, headers } = await send('PATCH', `/books/${isbn}`, { body: '{}' });
    expect([status, headers.get('Accept-Patch')]).toEqual([
      415,
      'application/merge-patch+json, application/vnd.library.price+json',
    ]);
  });

  test('accepts null for nullable fields, and returns problems that only this contract defines', async () => {
    const type = 'application/merge-patch+json';
    const cleared = await send('PATCH', `/books/${isbn}`, { type, body: '{"subtitle":null}' });
    expect(cleared).toMatchObject({ status: 200, body: { subtitle: null } });
    const lent = await send('PATCH', `/books/${isbn}`, { type, body: '{"isAvailable":false}' });
    expect(lent).toMatchObject({
      status: 409,
      body: { title: 'The book is on loan', detail: 'It is on loan.' },
    });
  });

  test.each([
    [204, { reader: { kind: 'member', number: 7 }, days: 14 }],
    [204, { reader: { kind: 'school', name: 'North' }, days: null }],
    [422, { reader: { kind: 'member', name: 'North' } }],
    [422, { reader: { kind: 'school', name: 'North' }, days: 29 }],
    [422, { reader: { kind: 'school', name: 'North' }, due: 'soon' }],
    [422, { days: 3 }],
  ])('returns %i for the loan %j', async (status, loan) => {
    const response = await send('POST', `/books/${isbn}/loans`, { body: JSON.stringify(loan) });
    expect([response.status, response.text]).toEqual([status, status === 204 ? '' : response.text]);
    expect(received).toEqual(status === 204 ? [loan] : []);
  });

  test('accepts a missing optional body', async () => {
    expect((await send('POST', `/books/${isbn}/loans`)).status).toBe(204);
    expect(received).toEqual([undefined]);
  });

  test('limits the size of a body', async () => {
    const body = JSON.stringify({ reader: 'x'.repeat(5000) });
    expect(await send('POST', `/books/${isbn}/loans`, { body })).toMatchObject({
      status: 413,
      body: { detail: 'The body must not exceed 1024 bytes.' },
    });
  });

  test('returns 406 when no representation is acceptable', async () => {
    expect((await send('GET', '/books', { headers: { Accept: 'text/html' } })).status).toBe(406);
  });
});

describe('documentation', () => {
  test("renders the reference with the contract's title", async () => {
    const { status, text } = await send('GET', '/docs/');
    expect(status).toBe(200);
    expect(text).toContain('Lending Library');
  });

  test('renders a section for each problem type, with the operations that return it', async () => {
    const { text } = await send('GET', '/docs/problems');
    expect(text).toContain('<section id="book-on-loan"');
    expect(text).toContain('The documentation of book-on-loan.');
    expect(text).toContain('href="./#changeBook"');
    expect(text).toContain('href="./#findBooks"');
  });
});

describe('a contract that cannot be served', () => {
  /** The document with the value at this path replaced. */
  function documentWith(keys: readonly string[], value: unknown): object {
    const copy: unknown = structuredClone(document);
    const parent = keys.slice(0, -1).reduce((inner, key) => Reflect.get(inner as object, key), copy);
    Reflect.set(parent as object, keys.at(-1)!, value);
    return copy as object;
  }
  const start = (keys: readonly string[], value: unknown) => () => {
    const other = contractOf(documentWith(keys, value));
    problemMaker(other);
    readBody(other);
    guard(other, { tokens: { auditToken: undefined } } as never);
  };
  const getBook = ['paths', '/books/{isbn}', 'get'];
  const bookChange = ['components', 'schemas', 'BookChange'];

  test.each([
    [
      ['components', 'schemas', 'InternalErrorProblem'],
      {},
      'no problem schema for urn:problem-type:task-manager-api:internal-error',
    ],
    [['paths', '/books/{id}'], { delete: { operationId: 'drop' } }, 'match the same requests'],
    [
      [...getBook, 'parameters'],
      [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      'differ in id',
    ],
    [[...getBook, 'operationId'], 'findBooks', 'the duplicate operationId "findBooks"'],
    [[...getBook, 'servers'], [], 'operation-level servers'],
    [
      ['components', 'securitySchemes', 'readerToken'],
      { type: 'apiKey' },
      'use type http with scheme bearer',
    ],
    [
      [...getBook, 'security'],
      [{ readerToken: [] }, { auditToken: [] }],
      'GET /books/{isbn}: alternative security schemes',
    ],
    [[...getBook, 'security'], [{ readerToken: [], auditToken: [] }], 'a combination of security schemes'],
    [[...getBook, 'security'], [{}, { readerToken: [] }], 'optional authentication with readerToken'],
    [[...bookChange, 'additionalProperties'], true, 'add additionalProperties: false'],
    [
      [...bookChange, 'properties', 'subtitle'],
      { type: 'string' },
      'body/properties/subtitle has no maximum size',
    ],
    [[...bookChange, 'properties', 'subtitle'], { type: 'array', items: {} }, 'add maxItems'],
    [
      [...bookChange, 'properties', 'subtitle'],
      { $ref: '#/components/schemas/BookChange' },
      'properties/subtitle is recursive',
    ],
  ])('is rejected at start: %j = %j', (keys, value, message) => {
    expect(start(keys, value)).toThrow(message);
  });
});
