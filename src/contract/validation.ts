// express-openapi-validator, and what stands around it so that it says what the contract says:
// - it works on a copy of the document of its own (validator-document.ts);
// - it sees only the parameters of the contract, parsed by us; unknown ones are reported beside its own findings,
//   where it would stop at the first;
// - it sees only media types of the contract (body.ts), so that no client can grow its cache of validators;
// - its 400s become the 422 that the contract documents, each fault with its place;
// - of its response validation, a sample can be taken, which is counted and never alters an answer.
import type { NextFunction, RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { Contract, Parameter } from './document.ts';
import { requestFaults, unknownParameters } from './faults.ts';
import type { ValidatorError } from './faults.ts';
import { ProblemError } from './problem.ts';
import type { RequestFault } from './problem.ts';
import { isPlainObject } from './reference.ts';
import { operationOf } from './routing.ts';
import { readQuery } from './uri.ts';
import { validatorDocument } from './validator-document.ts';

/** An answer that does not keep the contract: where, and in which words. */
export interface Violation {
  readonly operationId: string;
  readonly status: number;
  /** The place in the answer, `/response/items/-/title`, a dash standing for any index. */
  readonly place: string;
  readonly detail: string;
}

export interface ValidationOptions {
  /** Decides for each answer whether it is validated; undefined validates none. */
  readonly sampleResponse?: (() => boolean) | undefined;
  readonly onViolation: (violation: Violation) => void;
}

const mostFaults = 100;

/**
 * The middlewares that let only requests pass that keep the contract. What does not is thrown as a 422 problem
 * that lists every fault, up to a hundred.
 */
export function validate(contract: Contract, options: ValidationOptions): RequestHandler[] {
  const { sampleResponse } = options;
  const validator = OpenApiValidator.middleware({
    // The types of the package describe OpenAPI documents; ours is linted, so it is not checked a second time.
    apiSpec: validatorDocument(contract) as never,
    validateApiSpec: false,
    validateRequests: { allErrors: true, allowUnknownQueryParameters: true },
    validateResponses: sampleResponse !== undefined && {
      allErrors: true,
      onError: (error, _body, request) => {
        options.onViolation({
          operationId: operationOf(request).id,
          status: request.res?.statusCode ?? 0,
          place: (error.errors[0]?.path ?? '/response').replaceAll(/\/\d+(?=\/|$)/g, '/-'),
          detail: error.message,
        });
      },
    },
    validateSecurity: false,
    validateFormats: true,
    ajvFormats: { mode: 'full' },
  }) as unknown as RequestHandler[];

  return validator.map((middleware) => {
    if (middleware.name === 'requestMiddleware') return reportingAllFaults(contract, middleware);
    if (middleware.name === 'responseMiddleware') return sampled(middleware, sampleResponse);
    return middleware;
  });
}

/** Lets the validator collect its faults, adds what it was not shown, and answers for both at once. */
function reportingAllFaults(contract: Contract, middleware: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const operation = operationOf(request);
    const given = readQuery(request.originalUrl);
    const known = operation.parameters.filter(
      (parameter) => parameter.in === 'query' && given.has(parameter.name),
    );
    // Express parses the query anew at each look; from here on it is this one object, which the validator coerces.
    Object.defineProperty(request, 'query', {
      value: Object.fromEntries(known.map((parameter) => [parameter.name, readable(parameter, given)])),
      writable: true,
      configurable: true,
    });
    const unknown = unknownParameters(operation, given);
    const done: NextFunction = (error?: unknown) => {
      if (error !== undefined && !isValidatorError(error)) {
        next(error);
        return;
      }
      const found = error?.errors ?? [];
      const count = unknown.length + found.length;
      // A body can have tens of thousands, which nobody reads.
      const faults = [...unknown, ...requestFaults(contract, request, found.slice(0, mostFaults))];
      next(count === 0 ? undefined : invalidRequest(count, faults));
    };
    void middleware(request, response, done);
  };
}

/**
 * The value of a parameter for the validator to read. It would take 1e400, and digits enough to be Infinity, past
 * every bound, and `0x10` for 16: what is not written as an integer is handed on as a text that cannot be one.
 */
function readable({ name, schema }: Parameter, given: ReadonlyMap<string, unknown>): unknown {
  const value = given.get(name);
  if (schema['type'] !== 'integer' || typeof value !== 'string') return value;
  return /^-?(?:0|[1-9][0-9]*)$/.test(value) && Number.isFinite(Number(value)) ? value : 'no integer';
}

function isValidatorError(error: unknown): error is { errors: ValidatorError[] } {
  return isPlainObject(error) && error['status'] === 400 && Array.isArray(error['errors']);
}

function invalidRequest(count: number, faults: readonly RequestFault[]): ProblemError {
  const things = count === 1 ? '1 thing in the request is' : `${count} things in the request are`;
  return new ProblemError({
    type: '/docs/problems#invalid-request',
    detail: `${things} not as the contract wants ${count === 1 ? 'it' : 'them'}.`,
    errors: faults.slice(0, mostFaults),
  });
}

function sampled(middleware: RequestHandler, sample: (() => boolean) | undefined): RequestHandler {
  return (request, response, next) => {
    if (sample?.() === true) void middleware(request, response, next);
    else next();
  };
}
