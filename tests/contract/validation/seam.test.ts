// Fails when an upgrade of express-openapi-validator changes what
// src/contract/validation/express-openapi-validator.ts relies on.
import { expect, test } from '@jest/globals';
import packageFile from 'express-openapi-validator/package.json' with { type: 'json' };
import {
  requestCompiler,
  responseCompiler,
} from '../../../src/contract/validation/express-openapi-validator.ts';
import type { RequestParts } from '../../../src/contract/validation/express-openapi-validator.ts';
import { prepareContract } from '../../../src/contract/validation/validator-document.ts';
import { contractOf, library } from './library-contract.ts';

const advice =
  `express-openapi-validator ${packageFile.version} breaks the seam: ` +
  'adapt src/contract/validation/express-openapi-validator.ts';

/** Runs a test of the seam, and explains its failure. */
async function onSeam(body: () => unknown): Promise<void> {
  try {
    await body();
  } catch (error) {
    throw new Error(`${advice}\n${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

test('finds the classes, methods and arguments of express-openapi-validator that the seam uses', () =>
  onSeam(async () => {
    const { RequestValidator } =
      await import('express-openapi-validator/dist/middlewares/openapi.request.validator.js');
    const { ResponseValidator } =
      await import('express-openapi-validator/dist/middlewares/openapi.response.validator.js');
    const { ContentType } = await import('express-openapi-validator/dist/middlewares/util.js');
    const argumentsOf = (owner: object, method: string) =>
      (Reflect.get(owner, method) as { length: number } | undefined)?.length;
    expect({
      buildMiddleware: argumentsOf(RequestValidator.prototype, 'buildMiddleware'),
      buildValidators: argumentsOf(ResponseValidator.prototype, 'buildValidators'),
      validate: argumentsOf(ResponseValidator.prototype, '_validate'),
      from: argumentsOf(ContentType, 'from'),
    }).toEqual({ buildMiddleware: 4, buildValidators: 2, validate: 1, from: 1 });
  }));

test('gets request errors with path, message and code, and converts parameters', () =>
  onSeam(() => {
    const { document, operations } = prepareContract(contractOf(library), 'request');
    const compile = requestCompiler(document);
    const [listLoans, lend] = [...operations.values()];
    const check = compile(listLoans!, undefined);
    const valid: RequestParts = {
      params: { branch: '1' },
      query: { isLate: 'true' },
      headers: { 'x-trace': 'false' },
      body: undefined,
    };
    expect(check(valid)).toEqual([]);
    expect(valid).toMatchObject({
      params: { branch: 1 },
      query: { isLate: true, limit: 10 },
      headers: { 'x-trace': false },
    });
    expect(check({ params: { branch: '0' }, query: { shelf: ['x'] }, headers: {}, body: undefined })).toEqual(
      [
        { path: '/query/shelf/0', message: 'must be integer', errorCode: 'type.openapi.validation' },
        { path: '/params/branch', message: 'must be >= 1', errorCode: 'minimum.openapi.validation' },
      ],
    );
    expect(
      compile(
        lend!,
        'application/json',
      )({ params: { branch: 'a' }, query: {}, headers: {}, body: undefined }),
    ).toEqual([
      {
        path: '/body',
        message: "must have required property 'body'",
        errorCode: 'required.openapi.validation',
      },
    ]);
  }));

test('gets response errors with path, message and code', () =>
  onSeam(() => {
    const { document, operations } = prepareContract(contractOf(library), 'response');
    const [, lend] = [...operations.values()];
    const check = responseCompiler(document)(lend!);
    const loan = { id: 1, item: { kind: 'film', minutes: 90 } };
    expect(check(201, 'application/json; charset=utf-8', loan)).toBeUndefined();
    expect(check(201, 'application/json; charset=utf-8', { ...loan, id: 'a' })).toMatchObject({
      message: '/response/id must be integer',
      errors: [{ path: '/response/id', message: 'must be integer', errorCode: 'type.openapi.validation' }],
    });
    expect(check(400, 'application/problem+json', {})).toMatchObject({
      errors: [{ path: '/response/title', errorCode: 'required.openapi.validation' }],
    });
    expect(check(200, 'application/json', {})).toMatchObject({
      message: "no schema defined for status code '200' in the openapi spec",
    });
  }));
