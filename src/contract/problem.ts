// RFC 9457 problems. Titles and statuses come from the contract's problem schemas, by `type`. A problem has two
// faces: what the client may know (type, detail, errors) and, as the `cause` of the error, what only the log may.
import type { Request, Response } from 'express';
import type { components } from '../../generated/openapi.ts';
import type { Contract } from './document.ts';
import { isPlainObject } from './reference.ts';
import { inUtf8, sendText } from '../http/send.ts';

type Schemas = components['schemas'];
type ProblemSchema = Extract<keyof Schemas, `${string}Problem`>;

/** A problem as the contract has it, discriminated by `type`. */
export type Problem = { [Name in ProblemSchema]: Schemas[Name] }[ProblemSchema];
export type ProblemType = Problem['type'];
export type ValidationError = Schemas['ValidationError'];

/** What a client is told, less what follows from the type. */
export interface ProblemDetails {
  readonly type: ProblemType;
  readonly detail: string;
  readonly errors?: readonly ValidationError[];
}

/** Thrown by the pipeline to answer with a problem. `cause` is for the log alone. */
export class ProblemError extends Error {
  readonly details: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(details: ProblemDetails, headers: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(details.detail, { cause });
    this.name = 'ProblemError';
    this.details = details;
    this.headers = headers;
  }
}

/** Makes whole problems from details, with the title and status that the contract gives their type. */
export type ProblemMaker = (details: ProblemDetails, requestId: string) => Problem;

/** Reads the problem types of the contract. The maker throws when a type is not among them. */
export function problemMaker(contract: Contract): ProblemMaker {
  const schemas = (contract.document['components'] as { schemas: Record<string, unknown> }).schemas;
  const kinds = new Map<unknown, { title: unknown; status: unknown }>();
  for (const schema of Object.values(schemas)) {
    if (!isPlainObject(schema) || !isPlainObject(schema['properties'])) continue;
    const { type, title, status } = schema['properties'];
    if (!isPlainObject(type) || !isPlainObject(title) || !isPlainObject(status) || !('const' in type))
      continue;
    kinds.set(type['const'], { title: title['const'], status: status['const'] });
  }
  return (details, requestId) => {
    const kind = kinds.get(details.type);
    if (kind === undefined) throw new Error(`The contract has no problem of the type ${details.type}`);
    return {
      type: details.type,
      title: kind.title,
      status: kind.status,
      detail: details.detail,
      requestId,
      ...(details.errors === undefined ? {} : { errors: details.errors }),
    } as Problem;
  };
}

/** The `Content-Type` of every problem. */
export const problemContent = inUtf8('application/problem+json');

/** Answers a request with a problem. */
export function sendProblem(
  problem: Problem,
  headers: Readonly<Record<string, string | number | undefined>>,
  request: Request,
  response: Response,
): void {
  // What was set for a success that did not come about describes nothing any more.
  for (const name of ['ETag', 'Location', 'Link', 'Content-Length']) response.removeHeader(name);
  response.statusCode = problem.status;
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  if (request.method === 'HEAD') response.setHeader('Content-Type', problemContent).end();
  else sendText(request, response, problemContent, JSON.stringify(problem));
}
