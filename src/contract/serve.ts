// Connects HTTP to the handlers, by operationId. Types are erased here: the validator has checked the requests, and the
// types of the handlers restrict the responses.
import type { Request, RequestHandler, Response } from 'express';
import { problemContentType, sendProblem } from '../http/problem.ts';
import type { MakeProblem, ProblemDetails } from '../http/problem.ts';
import { withCost } from '../http/request-cost.ts';
import { inUtf8, sendText } from '../http/send.ts';
import type { Operation } from './operation.ts';
import type { LongPoll } from './request.ts';
import { operationOf } from './routing.ts';
import type { CheckResponse } from './validation/response-validation.ts';

/** The response value of any handler. */
interface HandlerResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  /** Only the contract is sent as bytes, possibly compressed. */
  readonly body?: object | string | Buffer;
  readonly problem?: ProblemDetails;
}
type AnyHandler = (request: never) => Promise<HandlerResponse>;

/** The handler of an operation, with the values that are computed once for all requests. */
interface Endpoint {
  readonly handler: AnyHandler;
  /** The names of its header parameters, in the contract's spelling and in lower case. */
  readonly headers: readonly (readonly [name: string, key: string])[];
  /** The `Content-Type` for each media type of the contract. */
  readonly contentTypes: ReadonlyMap<string, string>;
  readonly isLongPoll: boolean;
}

export interface ServeOptions {
  readonly makeProblem: MakeProblem;
  readonly checkResponse: CheckResponse;
  /**
   * Whether the handlers' queries block the event loop. If not, the time that a handler spends waiting does not count
   * as cost.
   */
  readonly blocks: boolean;
}

/**
 * Calls the operation's handler with the validated request and sends what it returns. Throws when operations and
 * handlers do not correspond one to one.
 */
export function serve(
  { operations }: { readonly operations: readonly Operation[] },
  handlers: Readonly<Record<string, AnyHandler>>,
  options: ServeOptions,
): RequestHandler {
  const unmatched = new Set(Object.keys(handlers)).symmetricDifference(
    new Set(operations.map(({ id }) => id)),
  );
  if (unmatched.size > 0)
    throw new Error(`Operations and handlers do not match: ${[...unmatched].join(', ')}`);
  const endpoints = new Map(operations.map((operation) => [operation, endpointOf(operation, handlers)]));
  return async (request, response) => {
    const endpoint = endpoints.get(operationOf(request));
    if (endpoint === undefined) throw new Error(`No handler serves ${operationOf(request).id}`);
    const { cost } = request;
    if (endpoint.isLongPoll) request.longPoll = longPollOf(request, response, options.blocks);
    if (!options.blocks) cost.awaitStatements();
    const result = await withCost(cost, () => endpoint.handler(handlerRequest(endpoint, request)));
    cost.resume();
    const contentType = endpoint.contentTypes.get(request.responseType ?? '') ?? '';
    send(result, contentType, options, request, response);
    // The time that the client takes to read the response does not count.
    cost.pause();
  };
}

function endpointOf(
  { id, parameters, responseTypes, isLongPoll }: Operation,
  handlers: Readonly<Record<string, AnyHandler>>,
): Endpoint {
  const handler = handlers[id];
  if (handler === undefined) throw new Error(`No handler serves ${id}`);
  const inHeaders = parameters.filter((parameter) => parameter.in === 'header');
  return {
    handler,
    headers: inHeaders.map(({ name }) => [name, name.toLowerCase()]),
    contentTypes: new Map(responseTypes.map((type) => [type, inUtf8(type)])),
    isLongPoll,
  };
}

function longPollOf({ cost }: Request, response: Response, blocks: boolean): LongPoll {
  const controller = new AbortController();
  let waitedMs = 0;
  response.once('close', () => {
    controller.abort();
  });
  return {
    disconnected: controller.signal,
    get waitedMs() {
      return waitedMs;
    },
    async wait(work) {
      const start = performance.now();
      // On PostgreSQL, only statements count as cost, so the wait costs nothing.
      if (blocks) cost.pause();
      try {
        return await work();
      } finally {
        if (blocks) cost.resume();
        waitedMs += performance.now() - start;
      }
    },
  };
}

function handlerRequest({ headers }: Endpoint, request: Request): never {
  const { validated, user, mediaType, responseType, longPoll } = request;
  const given: Record<string, unknown> = {};
  for (const [name, key] of headers) {
    const value = validated?.headers[key];
    if (value !== undefined) given[name] = value;
  }
  return {
    params: validated?.params,
    query: validated?.query,
    headers: given,
    mediaType,
    responseType,
    body: request.body as unknown,
    user,
    acceptEncoding: request.headers['accept-encoding'],
    longPoll,
  } as never;
}

function send(
  { status, headers = {}, problem: details, body }: HandlerResponse,
  contentType: string,
  { makeProblem, checkResponse }: ServeOptions,
  request: Request,
  response: Response,
): void {
  if (details !== undefined) {
    const problem = makeProblem(details, request);
    checkResponse(request, { status: problem.status, contentType: problemContentType, body: problem });
    sendProblem(problem, headers, response);
    return;
  }
  response.statusCode = status;
  for (const name in headers) {
    const value = headers[name];
    // Appends, because the pipeline may have set `Vary: Origin`.
    if (name === 'Vary') response.vary(String(value));
    else if (value !== undefined) response.setHeader(name, value);
  }
  if (body === undefined) {
    response.end();
    return;
  }
  if (Buffer.isBuffer(body)) {
    response.setHeader('Content-Type', contentType);
    response.setHeader('Content-Length', body.length);
    response.end(body);
    return;
  }
  if (typeof body === 'object') checkResponse(request, { status, contentType, body });
  sendText(response, contentType, typeof body === 'string' ? body : JSON.stringify(body));
}
