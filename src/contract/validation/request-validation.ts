// Validates requests against the contract.
import type { Request, RequestHandler } from 'express';
import { ProblemError } from '../../http/problem.ts';
import type { ValidationError } from '../../http/problem.ts';
import { readQuery } from '../../http/request-target.ts';
import type { Contract } from '../document.ts';
import type { Operation, Parameter } from '../operation.ts';
import { operationOf } from '../routing.ts';
import { requestCompiler } from './express-openapi-validator.ts';
import type { CheckRequest, RequestParts } from './express-openapi-validator.ts';
import { valueReader } from './parameter-values.ts';
import type { ReadValue } from './parameter-values.ts';
import { toValidationErrors, unknownParameters, withoutImpliedErrors } from './validation-errors.ts';
import { prepareContract } from './validator-document.ts';

const maxErrors = 100;

interface CompiledOperation {
  readonly query: ReadonlyMap<string, Parameter>;
  readonly readers: Readonly<Record<Parameter['in'], ReadonlyMap<string, ReadValue>>>;
  /** By media type of the body, undefined for an operation without one. */
  readonly checks: ReadonlyMap<string | undefined, CheckRequest>;
}

/**
 * Compiles the validators of all operations, and makes the stage that lets valid requests pass and sets
 * `request.validated`. An invalid one is a 422 problem with all its errors, up to a hundred.
 */
export function createRequestValidation(contract: Contract): RequestHandler {
  const { document, operations } = prepareContract(contract, 'request');
  const compile = requestCompiler(document);
  const compiled = new Map(
    [...operations].map(([operation, prepared]): [Operation, CompiledOperation] => {
      const mediaTypes =
        operation.requestBodies.size === 0 ? [undefined] : [...operation.requestBodies.keys()];
      const readersIn = (location: Parameter['in']): ReadonlyMap<string, ReadValue> =>
        new Map(
          operation.parameters
            .filter((parameter) => parameter.in === location)
            .map(({ name, schema }) => [
              location === 'header' ? name.toLowerCase() : name,
              valueReader(contract.document, schema),
            ]),
        );
      return [
        operation,
        {
          query: new Map(
            operation.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]),
          ),
          readers: { path: readersIn('path'), query: readersIn('query'), header: readersIn('header') },
          checks: new Map(mediaTypes.map((mediaType) => [mediaType, compile(prepared, mediaType)])),
        },
      ];
    }),
  );

  return (request, _response, next) => {
    const operation = compiled.get(operationOf(request));
    const check = operation?.checks.get(request.mediaType);
    if (operation === undefined || check === undefined) {
      throw new Error(`No validator is compiled for ${operationOf(request).id}`);
    }
    const sent = readQuery(request.originalUrl);
    const parts = partsOf(request, sent, operation.readers);
    const unknown = sent.size === 0 ? [] : unknownParameters(operation.query, sent);
    const errors = withoutImpliedErrors(check(parts));
    const count = unknown.length + errors.length;
    if (count === 0) {
      request.validated = parts;
      next();
      return;
    }
    const reported = [...unknown, ...toValidationErrors(contract, request, errors.slice(0, maxErrors))];
    throw invalidRequest(count, reported.slice(0, maxErrors));
  };
}

function partsOf(
  request: Request,
  sent: ReadonlyMap<string, string | string[]>,
  readers: CompiledOperation['readers'],
): RequestParts {
  const params: Record<string, unknown> = {};
  const query: Record<string, unknown> = {};
  const headers: Record<string, unknown> = {};
  for (const [name, read] of readers.path) {
    const value = request.pathParameters?.[name] ?? '';
    params[name] = read(value.includes('%') ? decodeURIComponent(value) : value);
  }
  for (const [name, value] of sent) {
    const read = readers.query.get(name);
    if (read !== undefined) query[name] = read(value);
  }
  for (const [name, read] of readers.header) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = read(value);
  }
  return { params, query, headers, body: request.body as unknown };
}

function invalidRequest(count: number, errors: readonly ValidationError[]): ProblemError {
  return new ProblemError({
    type: '/docs/problems#validation-failed',
    detail: `The request has ${count} validation ${count === 1 ? 'error' : 'errors'}.`,
    errors,
  });
}
