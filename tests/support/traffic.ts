// Records the traffic between the tests and their services, whichever client sends it, and checks every response against
// the contract. After all tests, tests/contract/coverage/report.ts reports the items that the tests never exercised.
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { exercisedItems, line, exercisedExamples } from '../contract/coverage/coverage-items.ts';
import type { Exchange, CoverageItem } from '../contract/coverage/coverage-items.ts';
import { checkResponse } from './response-check.ts';
import type { Body } from './response.ts';
import { operationFor } from './contract.ts';

/** The directory for the records of a run: one file per process, one line per item. */
export const trafficFolder = new URL('../../coverage/traffic/', import.meta.url);

const seen = new Set<string>();

/** Deletes the records of the previous run. */
export function forgetTraffic(): void {
  rmSync(trafficFolder, { recursive: true, force: true });
  mkdirSync(trafficFolder, { recursive: true });
}

/** The responses that violated the contract so far, by server. */
const violationsOf = new WeakMap<Server, string[]>();

/** Forgets the violations, for a test that causes them deliberately. */
export function forgetViolations(server: Server): void {
  violationsOf.get(server)?.splice(0);
}

/**
 * Records every exchange of the server from now on. Returns a function that lists the responses that violated the contract.
 * The exchanges count for contract coverage unless `isCounted` is false: the sandbox can send any documented response.
 */
export function recordTraffic(server: Server, isCounted = true): () => readonly string[] {
  const violations: string[] = [];
  violationsOf.set(server, violations);
  // Runs before the service's listener, which may already have responded when it returns.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: target = '', headers: requestHeaders } = request;
    const sent = recordRequestBody(request);
    const answered = recordResponseBody(response);
    response.once('finish', () => {
      const { statusCode: status } = response;
      const responseHeaders = response.getHeaders();
      const exchange = {
        method,
        target,
        requestHeaders,
        requestBody: sent(),
        status,
        responseHeaders,
        responseBody: answered(),
      };
      const found = violationsIn(exchange);
      // Responses that violate the contract do not count as coverage.
      if (isCounted && found.length === 0) record(exercisedItems(exchange));
      violations.push(...found);
    });
  });
  return () => violations;
}

/** Fetches from the mock, and records the examples that were sent over the network. */
export const fetchFromMock: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const requestBody = await request.clone().text();
  const response = await fetch(request);
  record(
    exercisedExamples({
      method: request.method,
      target: request.url,
      requestHeaders: Object.fromEntries(request.headers),
      requestBody,
      status: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody: await response.clone().text(),
    }),
  );
  return response;
};

function record(items: readonly CoverageItem[]): void {
  for (const one of items.map(line)) {
    if (seen.has(one)) continue;
    seen.add(one);
    mkdirSync(trafficFolder, { recursive: true });
    appendFileSync(new URL(`${process.pid}.txt`, trafficFolder), `${one}\n`);
  }
}

/** Records a request body as the parser passes it on, whether or not the service reads it. */
function recordRequestBody(request: IncomingMessage): () => string {
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks).toString();
}

/** Records a response body as the service writes it, decompressed. */
function recordResponseBody(response: ServerResponse): () => string {
  const chunks: Buffer[] = [];
  for (const name of ['write', 'end'] as const) {
    const original = response[name].bind(response) as (...parts: unknown[]) => never;
    response[name] = (...parts: unknown[]) => {
      const [chunk, encoding] = parts;
      if (typeof chunk === 'string') {
        chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
      } else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      return original(...parts);
    };
  }
  return () => {
    const bytes = Buffer.concat(chunks);
    const coding = bytes.length === 0 ? undefined : response.getHeader('Content-Encoding');
    if (coding === 'br') return brotliDecompressSync(bytes).toString();
    return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  };
}

/** The paths of the documentation and of the sandbox's controls, which the contract does not describe. */
const pages = /^\/(?:docs|sandbox|llms(?:-full)?\.txt|\.well-known\/api-catalog)(?![^/?])/;

/** The violations of the contract in a response. */
function violationsIn(exchange: Exchange): string[] {
  const { method, target, status, responseHeaders, responseBody: text } = exchange;
  // The service returns a 501 before it matches an operation, so the contract lists the 501 in x-problems-outside-operations.
  const operation = status === 501 ? undefined : operationFor(method, target);
  const isPage = pages.test(target) || (target === '/' && status === 302);
  const elsewhere = operation === undefined && method !== 'OPTIONS' && !isPage;
  if (elsewhere && ![404, 405, 429, 501].includes(status))
    return [`${method} ${target} → ${status} has no operation`];

  const headers = new Headers(
    Object.entries(responseHeaders).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const isJson = /[/+]json\b/.test(headers.get('Content-Type') ?? '');
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Body;
  // Neither Express nor Node sends a body in response to a HEAD request, even if one is written.
  const written = method === 'HEAD' || status === 304 ? '' : text;
  try {
    checkResponse(operation, method, { status, headers, text: written, body });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
