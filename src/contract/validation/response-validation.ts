// Validates a sample of the responses against the contract. It reports violations and never alters a response.
import type { Request } from 'express';
import type { Contract } from '../document.ts';
import type { Operation } from '../operation.ts';
import { operationOf } from '../routing.ts';
import { responseCompiler, type ResponseCheck } from './express-openapi-validator.ts';
import { prepareContract } from './validator-document.ts';

/** A response that violates the contract. */
export interface Violation {
  readonly operationId: string;
  readonly status: number;
  /** The location in the response, for example `/response/items/-/title`, with a dash in place of each index. */
  readonly location: string;
  readonly detail: string;
}

/** A response with a JSON body, before it is sent. */
export interface JsonResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: object;
}

export interface ResponseValidationOptions {
  /** Decides whether a response is validated. If undefined, no response is validated. */
  readonly sampleResponse?: (() => boolean) | undefined;
  readonly onViolation: (violation: Violation, request: Request) => void;
}

/** Validates the response to a request, if it is in the sample. */
export type CheckResponse = (request: Request, response: JsonResponse) => void;

/**
 * Validates the responses that `sampleResponse` selects. Validating the first response of an operation compiles the
 * validators for that operation, which takes 2 to 30 ms. Compiling the validators of all operations before the service
 * is ready would lengthen the start by a sixth.
 */
export function createResponseValidation(
  contract: Contract,
  { sampleResponse, onViolation }: ResponseValidationOptions,
): CheckResponse {
  if (sampleResponse === undefined) return () => undefined;
  const { document, operations } = prepareContract(contract, 'response');
  const compile = responseCompiler(document);
  const checks = new Map<Operation, ResponseCheck>();

  return (request, { status, contentType, body }) => {
    if (!sampleResponse()) return;
    const operation = operationOf(request);
    const prepared = operations.get(operation);
    if (prepared === undefined) return;
    const check = checks.get(operation) ?? compile(prepared);
    checks.set(operation, check);
    const rejection = check(status, contentType, body);
    if (rejection === undefined) return;
    const [first] = rejection.errors;
    const violation = {
      operationId: operation.id,
      status,
      location: (first?.path ?? '/response').replaceAll(/\/\d+(?=\/|$)/g, '/-'),
      detail: rejection.message,
    };
    onViolation(violation, request);
  };
}
