// express-openapi-validator, and what stands around it so that it says what the contract says:
// - it works on a copy of the document of its own (validator-document.ts);
// - it sees only the parameters of the contract, parsed by us; unknown ones are reported beside its own findings,
//   where it would stop at the first;
// - it sees only media types of the contract (body.ts), so that no client can grow its cache of validators;
// - it gets no more of a request than it looks at, and writes its conversions there;
// - its 400s become the 422 that the contract documents, each fault with its place;
// - of its response validation, a sample can be taken, which is counted and never alters an answer.
import type { Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { spareDocumentWalks } from './document-walks.ts';
import type { Contract, Parameter } from '../document.ts';
import { toValidationErrors, withoutImpliedErrors, unknownParameters } from './validation-errors.ts';
import type { ValidatorError } from './validation-errors.ts';
import { showGiven } from './given-parameters.ts';
import type { ShowSchema } from './given-parameters.ts';
import { leaveOutMetaSchema } from './meta-schema.ts';
import { metadataFinder } from './operation-metadata.ts';
import type { FindMetadata, OperationMetadata } from './operation-metadata.ts';
import { ProblemError } from '../problem.ts';
import type { ValidationError } from '../problem.ts';
import { isPlainObject } from '../reference.ts';
import { operationOf } from '../routing.ts';
import { readQuery } from '../request-target.ts';
import { settleUrlParse } from './url-parse.ts';
import { validationAtOnce } from './validation-at-once.ts';
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

/** An answer with a JSON body, on its way out. */
export interface JsonAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: object;
}

export interface Validation {
  /**
   * Lets only requests pass that keep the contract, and sets `request.validated`. What does not is a 422 problem that
   * lists every fault, up to a hundred.
   */
  readonly validateRequest: RequestHandler;
  /** Holds an answer to a valid request to the contract, if it is one of the sample. */
  readonly checkAnswer: (request: Request, answer: JsonAnswer) => void;
}

/** What the package looks at in a request, a HEAD as the GET that it is one of; it checks and converts the parameters in place. */
interface Subject {
  readonly method: string;
  readonly headers: Request['headers'];
  /** Empty: it would take the query apart once more. */
  readonly originalUrl: '';
  readonly path: string;
  readonly openapi: OperationMetadata;
  params: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

const mostFaults = 100;

/** Makes the validation of requests and answers. */
export function createValidation(contract: Contract, options: ValidationOptions): Validation {
  const { sampleResponse } = options;
  leaveOutMetaSchema();
  spareDocumentWalks();
  settleUrlParse();
  const document = validatorDocument(contract);
  const middlewares = OpenApiValidator.middleware({
    // The types of the package describe OpenAPI documents; ours is linted, so it is not checked a second time.
    apiSpec: document as never,
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
    fileUploader: false,
    validateFormats: true,
    ajvFormats: { mode: 'full' },
  }) as unknown as RequestHandler[];

  const named = (name: string): RequestHandler => {
    const found = middlewares.find((middleware) => middleware.name === name);
    if (found === undefined) throw new Error(`express-openapi-validator has no ${name} any more`);
    return found;
  };
  const withoutWaiting = validationAtOnce();
  const lookup = ['pathParamsMiddleware', 'metadataMiddleware', 'securityMiddleware'].map(named);
  return {
    validateRequest: requestValidator(contract, withoutWaiting(named('requestMiddleware')), {
      findMetadata: metadataFinder(lookup, true),
      showSchema: showGiven(document),
    }),
    checkAnswer:
      sampleResponse === undefined ? () => undefined : sampled(named('responseMiddleware'), sampleResponse),
  };
}

/** Lets the package collect its faults, adds what it was not shown, and answers for both at once. */
function requestValidator(
  contract: Contract,
  middleware: RequestHandler,
  { findMetadata, showSchema }: { readonly findMetadata: FindMetadata; readonly showSchema: ShowSchema },
): RequestHandler {
  const queryParameters = new Map(
    contract.operations.map((operation) => [
      operation,
      new Map(operation.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one])),
    ]),
  );
  const none = new Map<string, Parameter>();

  return (request, response, next) => {
    findMetadata(request, response, (failure, metadata) => {
      if (metadata === undefined) {
        next(failure ?? new Error(`The validator does not know ${operationOf(request).id}`));
        return;
      }
      request.metadata = metadata;
      const given = readQuery(request.originalUrl);
      const known = queryParameters.get(operationOf(request)) ?? none;
      const subject = subjectOf(request, metadata, showSchema, known, given);
      const done = (error?: unknown): void => {
        if (error !== undefined && !isValidatorError(error)) {
          next(error);
          return;
        }
        const unknown = given.size === 0 ? [] : unknownParameters(known, given);
        const found = error === undefined ? [] : withoutImpliedErrors(error.errors);
        const count = unknown.length + found.length;
        if (count === 0) {
          request.validated = subject;
          next();
          return;
        }
        // A body can have tens of thousands, which nobody reads.
        const faults = [...unknown, ...toValidationErrors(contract, request, found.slice(0, mostFaults))];
        next(invalidRequest(count, faults));
      };
      void middleware(subject as unknown as Request, response, done);
    });
  };
}

function subjectOf(
  request: Request,
  { expressRoute, openApiRoute, schema, serial }: OperationMetadata,
  showSchema: ShowSchema,
  known: ReadonlyMap<string, Parameter>,
  given: ReadonlyMap<string, unknown>,
): Subject {
  const { headers, path, pathParameters = {} } = request;
  const query: Record<string, unknown> = {};
  for (const name of given.keys()) {
    const parameter = known.get(name);
    if (parameter !== undefined) query[name] = readable(parameter, given);
  }
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(pathParameters)) {
    params[name] = value.includes('%') ? decodeURIComponent(value) : value;
  }
  return {
    method: operationOf(request).method,
    headers,
    originalUrl: '',
    path,
    openapi: {
      expressRoute,
      openApiRoute,
      pathParams: params,
      schema: showSchema(schema, headers['content-type'], query),
      serial,
    },
    params,
    query,
    body: request.body as unknown,
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

function invalidRequest(count: number, faults: readonly ValidationError[]): ProblemError {
  return new ProblemError({
    type: '/docs/problems#validation-failed',
    detail: `The request has ${count} validation ${count === 1 ? 'error' : 'errors'}.`,
    errors: faults.slice(0, mostFaults),
  });
}

/**
 * The package hooks `response.json` to see a body. It gets a response of its own to hook, so that an answer is sent in
 * the same way whether it is one of the sample or not.
 */
function sampled(middleware: RequestHandler, sample: () => boolean): Validation['checkAnswer'] {
  return (request, { status, contentType, body }) => {
    if (!sample()) return;
    const { metadata: openapi } = request;
    const operation = operationOf(request);
    const response = {
      statusCode: status,
      headersSent: false,
      getHeaders: () => ({ 'content-type': contentType }),
      json: (_body: object): void => undefined,
    };
    const { method } = operation;
    const subject = { method, headers: {}, originalUrl: '', openapi, operation, res: response };
    void middleware(subject as unknown as Request, response as unknown as Response, () => {
      response.json(body);
    });
  };
}
