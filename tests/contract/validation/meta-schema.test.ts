import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import * as OpenApiValidator from 'express-openapi-validator';
import { leaveOutMetaSchema } from '../../../src/contract/validation/meta-schema.ts';

// The very Ajv that express-openapi-validator requires.
const core = createRequire(import.meta.url)('ajv/dist/core') as {
  default: { prototype: { compile(schema: { readonly $id?: string }): unknown } };
};
const document = { openapi: '3.1.0', info: { title: 'a', version: '1' }, paths: {} };

afterEach(() => {
  jest.restoreAllMocks();
});

/** How often the package compiles a schema at its start, and whether it takes the document. */
async function start(apiSpec: object, validateApiSpec: boolean): Promise<[number, boolean]> {
  const compile = jest.spyOn(core.default.prototype, 'compile');
  jest.spyOn(console, 'error').mockReturnValue();
  const [first] = OpenApiValidator.middleware({ apiSpec: apiSpec as never, validateApiSpec });
  const error = await new Promise((resolve) => {
    first?.({ app: { param: () => undefined } } as never, {} as never, resolve);
  });
  const compiled = compile.mock.calls.length;
  compile.mockRestore();
  return [compiled, error === undefined];
}

test('the schema of OpenAPI is compiled where a document is to be validated, and nowhere else', async () => {
  expect(await start(document, false)).toEqual([1, true]);
  leaveOutMetaSchema();
  leaveOutMetaSchema();
  expect(await start(document, false)).toEqual([0, true]);
  expect(await start(document, true)).toEqual([1, true]);
  expect(await start({ ...document, info: 1 }, true)).toEqual([1, false]);
});
