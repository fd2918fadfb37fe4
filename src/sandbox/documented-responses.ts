// The responses that the contract documents, with their examples. The sandbox sends them on request.
import type { Request, Response } from 'express';
import type { Contract } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { isPlainObject, resolve } from '../contract/reference.ts';
import type { Json, JsonObject } from '../contract/reference.ts';
import { sendProblem } from '../http/problem.ts';
import type { MakeProblem, ProblemDetails } from '../http/problem.ts';
import { inUtf8, sendText } from '../http/send.ts';

/** The examples of a response, by media type and by name. */
type Examples = ReadonlyMap<string, ReadonlyMap<string, Json>>;

interface DocumentedResponse {
  readonly status: number;
  readonly examples: Examples;
  /** The examples of the headers. Optional headers depend on a request that was not made, so they are omitted. */
  readonly headers: ReadonlyMap<string, string>;
  readonly link: string | undefined;
}

export interface DocumentedResponses {
  /** The documented statuses of an operation. */
  statuses(operation: Operation): readonly number[];
  /** The names of the examples for a status, or for all statuses. */
  examples(operation: Operation, status?: number): readonly string[];
  /** The status that has an example of this name: a success if possible. */
  statusOf(operation: Operation, example: string): number | undefined;
  /** Sends a documented response, by default with its first example. */
  send(status: number, example: string | undefined, request: Request, response: Response): void;
}

/** Reads the documented responses of a contract. */
export function documentedResponses(
  { document, operations }: Contract,
  makeProblem: MakeProblem,
): DocumentedResponses {
  const responses = new Map(operations.map((operation) => [operation, responsesOf(document, operation)]));
  const of = (operation: Operation): ReadonlyMap<number, DocumentedResponse> =>
    responses.get(operation) ?? new Map<number, DocumentedResponse>();
  const namesIn = ({ examples }: DocumentedResponse): string[] =>
    [...examples.values()].flatMap((byName) => [...byName.keys()]);

  return {
    statuses: (operation) => [...of(operation).keys()],

    examples: (operation, status) =>
      [...of(operation).values()]
        .filter((each) => status === undefined || each.status === status)
        .flatMap(namesIn),

    statusOf: (operation, example) =>
      [...of(operation).values()].find((each) => namesIn(each).includes(example))?.status,

    send(status, example, request, response) {
      const documented = request.operation && of(request.operation).get(status);
      if (documented === undefined) throw new Error(`The response ${status} is not documented`);
      for (const [name, value] of documented.headers) {
        if (!response.hasHeader(name)) response.setHeader(name, value);
      }
      const [mediaType, body] = exampleOf(documented.examples, example, request.responseType);
      if (status >= 400) {
        sendProblem(makeProblem(body as unknown as ProblemDetails, request), {}, response);
        return;
      }
      response.statusCode = status;
      if (mediaType === undefined) {
        response.end();
        return;
      }
      if (isPlainObject(body)) setBodyHeaders(body, documented, response);
      sendText(response, inUtf8(mediaType), typeof body === 'string' ? body : JSON.stringify(body));
    },
  };
}

/** Sets the headers that must agree with the body. */
function setBodyHeaders(body: JsonObject, { headers, link }: DocumentedResponse, response: Response): void {
  const { version, nextCursor } = body;
  if (headers.has('ETag') && typeof version === 'number') response.setHeader('ETag', `"${version}"`);
  if (link !== undefined && typeof nextCursor === 'string') response.setHeader('Link', link);
}

function exampleOf(
  examples: Examples,
  name: string | undefined,
  accepted: string | undefined,
): readonly [mediaType: string | undefined, value: Json] {
  const types = [...examples.keys()];
  const withName = types.filter((type) => name === undefined || examples.get(type)?.has(name));
  const mediaType = withName.find((type) => type === accepted) ?? withName[0];
  const byName = mediaType === undefined ? undefined : examples.get(mediaType);
  const value = name === undefined ? byName?.values().next().value : byName?.get(name);
  return [mediaType, value ?? ''];
}

/** The responses of an operation by status, successes first. */
function responsesOf(document: JsonObject, { responses }: Operation): Map<number, DocumentedResponse> {
  const statuses = [...responses.keys()].filter((status) => /^\d+$/.test(status)).map(Number);
  return new Map(
    statuses
      .toSorted((one, other) => one - other)
      .map((status) => {
        const { headers = {}, content = {} } = responses.get(String(status)) as {
          headers?: JsonObject;
          content?: JsonObject;
        };
        const resolved = Object.entries(headers).map(
          ([name, header]) => [name, resolve(document, header)] as const,
        );
        const link = resolved.find(([name]) => name === 'Link')?.[1]['example'];
        return [
          status,
          {
            status,
            examples: new Map(
              Object.entries(content).map(([type, media]) => [
                type,
                examplesOf(document, media as JsonObject),
              ]),
            ),
            headers: new Map(
              resolved
                .filter(([, { required }]) => required === true)
                .flatMap(([name, { example }]) => (isText(example) ? [[name, String(example)]] : [])),
            ),
            link: typeof link === 'string' ? link : undefined,
          },
        ];
      }),
  );
}

function isText(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function examplesOf(document: JsonObject, { examples = {} }: JsonObject): Map<string, Json> {
  return new Map(
    Object.entries(examples as JsonObject).map(([name, example]) => [
      name,
      resolve(document, example)['value'] ?? null,
    ]),
  );
}
