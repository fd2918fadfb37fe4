import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import * as OpenApiValidator from 'express-openapi-validator';
import { spareDocumentWalks } from '../../../src/contract/validation/document-walks.ts';
import { client } from '../../support/client.ts';
import { startServer } from '../../support/server.ts';

const require = createRequire(import.meta.url);
// The very Ajv that express-openapi-validator requires, and what it bundles documents with.
const ajv = require('ajv/dist/core') as {
  default: { prototype: { _addSchema(schema: object): unknown; getSchema(key: string): unknown } };
};
const itsOwn = createRequire(require.resolve('express-openapi-validator'));
const parser = itsOwn('@apidevtools/json-schema-ref-parser') as { bundle(document: unknown): unknown };

afterEach(() => {
  jest.restoreAllMocks();
});

interface Seen {
  readonly bundled: number;
  /** Schemas that were compiled to find out what a reference names. */
  readonly referred: number;
  /** What Ajv walks of the document with the schemas of operations. */
  readonly walked: readonly string[];
}

function watch(): () => Seen {
  const bundle = jest.spyOn(parser, 'bundle');
  const get = jest.spyOn(ajv.default.prototype, 'getSchema');
  const add = jest.spyOn(ajv.default.prototype, '_addSchema');
  return () => ({
    bundled: bundle.mock.calls.length,
    referred: get.mock.calls.filter(([key]) => key === '#/components/schemas/Fault').length,
    walked: add.mock.calls.flatMap(([schema]) =>
      ['paths', 'components'].flatMap((name) => Object.keys((schema as Record<string, object>)[name] ?? {})),
    ),
  });
}

/** A document in which a body and an answer refer to a schema, which refers to another. */
function document(more: Readonly<Record<string, unknown>> = {}): object {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Fault' } } };
  const post = {
    requestBody: { required: true, content },
    responses: { 200: { description: 'a', content } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'a', version: '1' },
    paths: { '/a': { post } },
    components: {
      schemas: {
        Fault: {
          type: 'object',
          required: ['name'],
          properties: { name: { $ref: '#/components/schemas/Name' } },
        },
        Name: { type: 'string', minLength: 2, ...more },
      },
    },
  };
}

/** What the package says of a body and of an answer, with their places. */
async function judge(apiSpec: object): Promise<unknown[]> {
  const found: unknown[] = [];
  const middlewares = OpenApiValidator.middleware({
    apiSpec: apiSpec as never,
    validateApiSpec: false,
    validateSecurity: false,
    fileUploader: false,
    validateResponses: { onError: ({ errors }) => found.push(errors) },
  });
  const request = {
    ...{ app: { param: () => undefined, enabled: () => true }, method: 'POST', baseUrl: '' },
    ...{ path: '/a', url: '/a', originalUrl: '/a', headers: { 'content-type': 'application/json' } },
    ...{ query: {}, params: {}, body: { name: 'b' } },
  };
  const response = {
    ...{ statusCode: 200, headersSent: false, getHeaders: () => ({ 'content-type': 'application/json' }) },
    json: (_body: object): void => undefined,
  };
  for (const middleware of middlewares as unknown as ((...values: unknown[]) => unknown)[]) {
    const error = await new Promise((resolve) => void middleware(request, response, resolve));
    if (error !== undefined) found.push((error as { errors?: unknown }).errors ?? error);
  }
  response.json({});
  return found;
}

test('a document is looked things up in and not walked, and what is found is the same', async () => {
  const expected = [
    [{ path: '/body/name', errorCode: 'minLength.openapi.validation', message: expect.anything() }],
    [{ path: '/response/name', errorCode: 'required.openapi.validation', message: expect.anything() }],
  ];
  let seen = watch();
  expect(await judge(document())).toEqual(expected);
  expect(seen()).toMatchObject({ bundled: 1, walked: expect.arrayContaining(['/a', 'schemas']) });
  expect(seen().referred).toBeGreaterThan(0);

  jest.restoreAllMocks();
  spareDocumentWalks();
  spareDocumentWalks();
  seen = watch();
  expect(await judge(document())).toEqual(expected);
  expect(seen()).toEqual({ bundled: 0, referred: 0, walked: [] });

  // Where a schema has a name of its own, Ajv has to find it.
  jest.restoreAllMocks();
  seen = watch();
  expect(await judge(document({ $anchor: 'name' }))).toEqual(expected);
  expect(seen()).toMatchObject({ bundled: 1, walked: expect.arrayContaining(['/a', 'schemas']) });

  // The service's own contract is a document to look things up in.
  jest.restoreAllMocks();
  seen = watch();
  const server = await startServer({ RESPONSE_VALIDATION: 'all' });
  const { status } = await client(server)('GET', '/tasks');
  await server.close();
  expect(status).toBe(200);
  expect(seen()).toEqual({ bundled: 0, referred: 0, walked: [] });
});
