// From HTTP to a handler and back, by operationId. The only file that casts: what stands here is checked by the
// validator on the way in, and by the types of `Handlers` on the way out.
import type { Request, RequestHandler, Response } from 'express';
import type { Operation } from './document.ts';
import type { Handlers, OperationRequest } from './operation.ts';
import { sendProblem } from './problem.ts';
import type { ProblemMaker, ProblemParticulars } from './problem.ts';
import { operationOf } from './routing.ts';

/** Any operation's answer, as the adapter sees it. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object | string;
  readonly problem?: ProblemParticulars;
}
type AnyHandler = (request: OperationRequest<never>) => Promise<Answer>;

/** Calls the operation's handler with the validated request and sends what it answers. */
export function serve(handlers: Handlers, makeProblem: ProblemMaker): RequestHandler {
  const byOperation = handlers as unknown as Readonly<Record<string, AnyHandler>>;
  return async (request, response) => {
    const operation = operationOf(request);
    const handler = byOperation[operation.id];
    if (handler === undefined) throw new Error(`No handler serves ${operation.id}`);
    send(await handler(operationRequest(operation, request)), operation, makeProblem, request, response);
  };
}

function operationRequest(operation: Operation, request: Request): OperationRequest<never> {
  const headers = operation.parameters
    .filter((parameter) => parameter.in === 'header')
    .map(({ name }) => [name, request.headers[name.toLowerCase()]] as const)
    .filter(([, value]) => value !== undefined);
  // Express gives each middleware params of its own; the validator keeps those that it has checked beside them.
  const { pathParams } = (request as { openapi?: { pathParams?: unknown } }).openapi ?? {};
  return {
    params: pathParams ?? {},
    query: request.query,
    headers: Object.fromEntries(headers),
    body: request.body as unknown,
    user: request.user,
  } as unknown as OperationRequest<never>;
}

function send(
  answer: Answer,
  operation: Operation,
  makeProblem: ProblemMaker,
  request: Request,
  response: Response,
): void {
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  if (answer.problem !== undefined) {
    sendProblem(makeProblem(answer.problem, request.requestId), headers, request, response);
    return;
  }
  response.status(answer.status);
  for (const [name, value] of Object.entries(headers)) response.set(name, String(value));
  if (answer.body === undefined) {
    response.end();
    return;
  }
  const [mediaType = 'application/json'] = operation.responseTypes;
  response.set('Content-Type', mediaType);
  // What is a 304, the handler has said: Express would make one of any answer to `If-None-Match: *`.
  Object.defineProperty(request, 'fresh', { value: false });
  if (typeof answer.body === 'string') response.send(answer.body);
  else response.json(answer.body);
}
