// Validates requests against the contract.
import type { Request, RequestHandler } from 'express';
import { ProblemError } from '../../http/problem.ts';
import type { ValidationError } from '../../http/problem.ts';
import { readQuery } from '../../http/request-target.ts';
import type { Contract } from '../document.ts';
import type { Operation, Parameter } from '../operation.ts';
import { operationOf } from '../routing.ts';
import { boundOf } from './bounded-value.ts';
import type { Bound } from './bounded-value.ts';
import { requestCompiler } from './express-openapi-validator.ts';
import type { RequestCheck, RequestParts } from './express-openapi-validator.ts';
import { valueReader } from './parameter-values.ts';
import type { ReadValue } from './parameter-values.ts';
import { toValidationErrors, unknownParameters, withoutImpliedErrors } from './validation-errors.ts';
import { prepareContract } from './validator-document.ts';

const maxErrors = 100;

interface CompiledOperation {
  readonly query: ReadonlyMap<string, Parameter>;
  readonly readers: Readonly<Record<Parameter['in'], ReadonlyMap<string, ReadValue>>>;
  /** The validators by the media type of the body. The key is undefined for an operation without a body. */
  readonly checks: ReadonlyMap<string | undefined, RequestCheck>;
  readonly bounds: ReadonlyMap<string | undefined, Bound>;
}

/**
 * Compiles the validators of all operations. Returns the step of the pipeline that validates a request and sets
 * `request.validated`. For an invalid request, it throws a 422 with at most 100 validation errors.
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
          bounds: new Map(
            [...operation.requestBodies].map(([mediaType, schema]) => [
              mediaType,
              boundOf(contract.document, schema),
            ]),
          ),
        },
      ];
    }),
  );

  return (request, _response, next) => {
    const operation = compiled.get(operationOf(request));
    const { mediaType } = request;
    const check = operation?.checks.get(mediaType);
    if (operation === undefined || check === undefined) {
      throw new Error(`No validator has been compiled for ${operationOf(request).id}`);
    }
    const sent = readQuery(request.originalUrl);
    const parts = {
      ...parametersOf(request, sent, operation.readers),
      body: operation.bounds.get(mediaType)?.(request.body),
    };
    const unknown = sent.size === 0 ? [] : unknownParameters(operation.query, sent, maxErrors + 1);
    const errors = withoutImpliedErrors(check(parts));
    if (unknown.length + errors.length === 0) {
      request.validated = parts;
      next();
      return;
    }
    throw invalidRequest([
      ...unknown,
      ...toValidationErrors(contract, request, errors.slice(0, maxErrors + 1)),
    ]);
  };
}

function parametersOf(
  request: Request,
  sent: ReadonlyMap<string, string | string[]>,
  readers: CompiledOperation['readers'],
): Omit<RequestParts, 'body'> {
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
  return { params, query, headers };
}

function invalidRequest(errors: readonly ValidationError[]): ProblemError {
  const count = errors.length;
  return new ProblemError({
    type: 'urn:problem-type:task-manager-api:validation-failed',
    detail:
      count > maxErrors
        ? `The request has more than ${maxErrors} validation errors. The first ${maxErrors} are listed.`
        : `The request has ${count} validation ${count === 1 ? 'error' : 'errors'}.`,
    errors: errors.slice(0, maxErrors),
  });
}
