// From HTTP to a handler and back, by operationId. The types of one operation are cast to those of any here: what comes
// in was checked by the validator, and what goes out by the types of `Handlers`.
import type { Request, RequestHandler, Response } from 'express';
import type { Contract, Operation } from './document.ts';
import type { Handlers, OperationRequest } from './operation.ts';
import { problemContent, sendProblem } from './problem.ts';
import type { ProblemMaker, ProblemDetails } from './problem.ts';
import { operationOf } from './routing.ts';
import { inUtf8, sendText } from '../http/send.ts';
import type { CheckAnswer } from './validation/response-validation.ts';

/** Any operation's answer, as the adapter sees it. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object | string;
  readonly problem?: ProblemDetails;
}
type AnyHandler = (request: OperationRequest<never>) => Promise<Answer>;

/** What does not change from one request of an operation to the next. */
interface Served {
  readonly handler: AnyHandler;
  /** The names of its header parameters, as the contract and as Node write them. */
  readonly headers: readonly (readonly [string, string])[];
  readonly contentType: string;
}

/** What an answer goes through on its way out. */
export interface Answering {
  readonly makeProblem: ProblemMaker;
  readonly checkAnswer: CheckAnswer;
}

/** Calls the operation's handler with the validated request and sends what it answers. */
export function serve(contract: Contract, handlers: Handlers, answering: Answering): RequestHandler {
  const served = new Map(
    contract.operations.map((operation) => [operation, readServed(operation, handlers)]),
  );
  return async (request, response) => {
    const here = served.get(operationOf(request));
    if (here === undefined) throw new Error(`No handler serves ${operationOf(request).id}`);
    send(await here.handler(operationRequest(here, request)), here.contentType, answering, request, response);
  };
}

function readServed({ id, parameters, responseTypes }: Operation, handlers: Handlers): Served {
  const inHeaders = parameters.filter((parameter) => parameter.in === 'header');
  return {
    handler: handlers[id],
    headers: inHeaders.map(({ name }) => [name, name.toLowerCase()]),
    contentType: inUtf8(responseTypes[0] ?? 'application/json'),
  };
}

function operationRequest({ headers }: Served, request: Request): OperationRequest<never> {
  const { validated, user } = request;
  const given: Record<string, unknown> = {};
  for (const [name, key] of headers) {
    const value = validated?.headers[key];
    if (value !== undefined) given[name] = value;
  }
  return {
    params: validated?.params,
    query: validated?.query,
    headers: given,
    body: request.body as unknown,
    user,
  } as unknown as OperationRequest<never>;
}

function send(
  { status, headers = {}, problem, body }: Answer,
  contentType: string,
  { makeProblem, checkAnswer }: Answering,
  request: Request,
  response: Response,
): void {
  if (problem !== undefined) {
    const whole = makeProblem(problem, request.requestId);
    checkAnswer(request, { status: whole.status, contentType: problemContent, body: whole });
    sendProblem(whole, headers, request, response);
    return;
  }
  response.statusCode = status;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  if (body === undefined) {
    response.end();
    return;
  }
  if (typeof body === 'object') checkAnswer(request, { status, contentType, body });
  sendText(request, response, contentType, typeof body === 'string' ? body : JSON.stringify(body));
}
