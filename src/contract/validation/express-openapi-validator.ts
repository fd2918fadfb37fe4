// The only file that imports express-openapi-validator. It uses the package's two validator classes directly: the
// public middleware loads, rewrites and bundles the document, looks up the operation again for each request, and
// compiles validators while requests wait. tests/contract/validation/seam.test.ts fails when an upgrade breaks what
// this file relies on.
import { parse } from 'node:url';
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js';
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js';
import { ContentType } from 'express-openapi-validator/dist/middlewares/util.js';
import { isPlainObject } from '../reference.ts';
import type { JsonObject } from '../reference.ts';
import type { ValidatorError } from './validation-errors.ts';
import type { ValidatorDocument, ValidatorOperation } from './validator-document.ts';

/** The parts of a request that are validated. Parameters are converted in place, and get their defaults. */
export interface RequestParts {
  readonly params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  /** Header parameters by lower-case name. */
  readonly headers: Record<string, unknown>;
  readonly body: unknown;
}

/** Returns the validation errors of a request. The list is empty if the request is valid. */
export type RequestCheck = (parts: RequestParts) => readonly ValidatorError[];

/** Returns why a response is invalid, or undefined if it is valid. */
export type ResponseCheck = (
  status: number,
  contentType: string,
  body: object,
) => { readonly errors: readonly ValidatorError[]; readonly message: string } | undefined;

/** The properties of a request that the package's validators read. */
interface Subject extends RequestParts {
  readonly originalUrl: '';
  readonly path: '';
  readonly openapi: {
    readonly expressRoute: string;
    readonly pathParams: Readonly<Record<string, unknown>>;
    /** Has no parameters, because the package would parse their values a second time. */
    readonly schema: object;
  };
}

type ValidateRequest = (subject: Subject, response: object, next: () => void) => void;

/** Methods that the package declares as private. */
interface RequestValidatorMethods {
  buildMiddleware(
    path: string,
    operation: ValidatorOperation,
    contentType: ContentType,
    cacheKey: string,
  ): ValidateRequest;
}
interface ResponseValidatorMethods {
  buildValidators(responses: JsonObject, cacheKey: string): object;
  _validate(response: {
    readonly validators: object;
    readonly body: object;
    readonly statusCode: number;
    readonly path: string;
    readonly accepts: readonly string[];
  }): void;
}

const options = {
  allErrors: true,
  strict: false,
  strictNumbers: true,
  validateSchema: false,
  validateFormats: true,
  formats: {},
  ajvFormats: { mode: 'full' },
  serDesMap: {},
  discriminator: true,
  logger: false,
  // Saves 20 ms of compilation at start, and does not slow the validation of requests.
  code: { optimize: false },
};

/**
 * Returns a function that compiles the validator for an operation and a media type, which is undefined for a request
 * without a body.
 */
export function requestCompiler(
  document: ValidatorDocument,
): (operation: ValidatorOperation, mediaType: string | undefined) => RequestCheck {
  suppressUrlParseWarning();
  const validator = new RequestValidator(
    document as never,
    {
      ...options,
      useDefaults: true,
      allowUnknownQueryParameters: true,
    } as never,
  ) as unknown as RequestValidatorMethods;

  return (operation, mediaType) => {
    const { operationId, path } = operation;
    const contentType = ContentType.from({ headers: { 'content-type': mediaType } } as never);
    const validate = validator.buildMiddleware(
      path,
      operation,
      contentType,
      `${operationId} ${mediaType ?? ''}`,
    );
    return (parts) => {
      const openapi = { expressRoute: path, pathParams: parts.params, schema: {} };
      const outcome = { isAccepted: false };
      try {
        validate({ ...parts, originalUrl: '', path: '', openapi }, {}, () => {
          outcome.isAccepted = true;
        });
      } catch (error) {
        if (isRejection(error, 400)) return error.errors;
        throw error;
      }
      if (outcome.isAccepted) return [];
      throw new Error('express-openapi-validator neither accepted nor rejected the request');
    };
  };
}

/** Returns a function that compiles the validators for the responses of an operation. */
export function responseCompiler(
  document: ValidatorDocument,
): (operation: ValidatorOperation) => ResponseCheck {
  const validator = new ResponseValidator(
    document as never,
    { ...options, useDefaults: false } as never,
  ) as unknown as ResponseValidatorMethods;

  return ({ responses }) => {
    // Compiles one response at a time, so that Ajv compiles a component once instead of once for each operation.
    const compiled = responses.map(({ status, cacheKey, response }) =>
      validator.buildValidators({ [status]: response }, cacheKey),
    );
    const validators = Object.assign({}, ...compiled) as object;
    return (statusCode, contentType, body) => {
      try {
        validator._validate({ validators, body, statusCode, path: '/response', accepts: [contentType] });
        return undefined;
      } catch (error) {
        if (isRejection(error, 500)) return error;
        throw error;
      }
    };
  };
}

interface Rejection {
  readonly errors: readonly ValidatorError[];
  readonly message: string;
}

function isRejection(error: unknown, status: number): error is Rejection {
  return isPlainObject(error) && error['status'] === status && Array.isArray(error['errors']);
}

/**
 * The package calls `url.parse` for each request, and Node captures the call stack each time until it has issued its
 * deprecation warning once. Triggering and hiding the warning here saves 5 µs per request.
 */
function suppressUrlParseWarning(): void {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  // oxlint-disable-next-line typescript/no-deprecated -- the call causes the warning
  parse('');
  process.noDeprecation = noDeprecation ?? false;
}
