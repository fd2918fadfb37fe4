// Records what went between the tests and their services, from the traffic itself, whoever sent it, and holds every
// answer to the contract. After all tests, tests/contract/coverage/report.ts reports what the tests never exercised.
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { exercised, line, shown } from '../contract/coverage/coverage-items.ts';
import type { Exchange, Fact } from '../contract/coverage/coverage-items.ts';
import { checkResponse } from './response-check.ts';
import type { Body } from './response.ts';
import { operationFor } from './contract.ts';

/** Where the records of a run are, a line each, a file for each process. */
export const trafficFolder = new URL('../../coverage/traffic/', import.meta.url);

const seen = new Set<string>();

/** Forgets the records of the run before. */
export function forgetTraffic(): void {
  rmSync(trafficFolder, { recursive: true, force: true });
  mkdirSync(trafficFolder, { recursive: true });
}

/** The responses that violated the contract so far, by server. */
const breachesOf = new WeakMap<Server, string[]>();

/** Forgets the violations, for a test that causes them deliberately. */
export function forgiveBreaches(server: Server): void {
  breachesOf.get(server)?.splice(0);
}

/** Records every exchange of the server from now on. What is returned gives the answers that broke the contract. */
export function recordTraffic(server: Server): () => readonly string[] {
  const breaches: string[] = [];
  breachesOf.set(server, breaches);
  // Before the service, which may have answered when it returns.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: target = '', headers: requestHeaders } = request;
    const sent = bytesPushed(request);
    const answered = bytesWritten(response);
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
      const found = breachesIn(exchange);
      // Responses that violate the contract do not count as coverage.
      if (found.length === 0) record(exercised(exchange));
      breaches.push(...found);
    });
  });
  return () => breaches;
}

/** Fetches from the mock, and records which examples went over the wire. */
export const fetchFromMock: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const requestBody = await request.clone().text();
  const response = await fetch(request);
  record(
    shown({
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

function record(facts: readonly Fact[]): void {
  for (const one of facts.map(line)) {
    if (seen.has(one)) continue;
    seen.add(one);
    mkdirSync(trafficFolder, { recursive: true });
    appendFileSync(new URL(`${process.pid}.txt`, trafficFolder), `${one}\n`);
  }
}

/** The bytes of a body as the parser hands them on, read by the service or not. */
function bytesPushed(request: IncomingMessage): () => string {
  const chunks: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks).toString();
}

/** The text of a body as the service writes it, decompressed. */
function bytesWritten(response: ServerResponse): () => string {
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

/** The documentation, which the contract does not describe. */
const pages = /^\/(?:docs|llms(?:-full)?\.txt|\.well-known\/api-catalog)(?![^/?])/;

/** The violations of the contract in a response. */
function breachesIn(exchange: Exchange): string[] {
  const { method, target, status, responseHeaders, responseBody: text } = exchange;
  // A 501 precedes the operation: the contract lists it in x-problems-outside-operations.
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
  // Express has no body in the answer to a HEAD, nor has Node, whatever is written.
  const written = method === 'HEAD' || status === 304 ? '' : text;
  try {
    checkResponse(operation, method, { status, headers, text: written, body });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
