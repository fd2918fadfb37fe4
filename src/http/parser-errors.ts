// Handles the input that Node would otherwise answer or drop by itself. Problems for input that the HTTP parser rejects,
// and for CONNECT, are written directly to the socket. Requests with an `Expect` header go to the app.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { closedPolicy } from './response-headers.ts';
import { currentResponse } from './current-response.ts';
import type { MakeProblem, PipelineProblemType, ProblemDetails } from './problem.ts';
import { isHandshake } from './transport.ts';
import type { Server } from './transport.ts';

/** How long the client has to close a connection after the last response. */
const lingerMs = 2000;

const securityFields =
  `X-Content-Type-Options: nosniff\r\nContent-Security-Policy: ${closedPolicy}\r\n` +
  'Referrer-Policy: no-referrer\r\n';

type PipelineProblem = ProblemDetails<PipelineProblemType>;

/** Called with each problem that was written directly to a socket, with the parser's error as `cause`. */
export type OnParserError = (problem: {
  readonly status: number;
  readonly requestId: string;
  readonly cause: unknown;
}) => void;

/**
 * Responds to malformed HTTP (400), slow requests (408), oversized headers (431) and CONNECT (405). Calls
 * `onHandshakeError` for each TLS handshake that the service ends.
 */
export function answerParserErrors(
  server: Server,
  makeProblem: MakeProblem,
  onError: OnParserError,
  onHandshakeError: () => void,
): void {
  const write = (socket: Duplex, details: PipelineProblem, cause: unknown, header: string): void => {
    const problem = makeProblem(details, { requestId: randomUUID() });
    const body = JSON.stringify(problem);
    onError({ status: problem.status, requestId: problem.requestId, cause });
    endConnection(
      socket,
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n` +
        `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `X-Request-Id: ${problem.requestId}\r\nCache-Control: no-store\r\n${securityFields}${header}` +
        `Connection: close\r\n\r\n${body}`,
    );
  };

  /** Writes a problem after the responses to earlier requests, because clients match responses to requests by order. */
  const answer = (socket: Duplex, details: PipelineProblem, cause?: unknown, header = ''): void => {
    const running = currentResponse(socket);
    if (running?.req.complete === true) {
      running.once('close', () => {
        answer(socket, details, cause, header);
      });
      return;
    }
    // The client has disconnected, or has received half of a response: nothing valid can be written.
    if (!socket.writable || running?.headersSent === true) socket.destroy();
    else write(socket, details, cause, header);
  };

  // Connections whose parser has failed. It emits an error for every further chunk.
  const failed = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (isHandshake(server, socket)) {
      socket.destroy();
      // The client has disconnected, or a connection limit has closed the socket.
      if (error.code !== 'ECONNRESET') onHandshakeError();
    } else if (error.code === 'ECONNRESET') socket.destroy();
    else if (!failed.has(socket)) answer(socket, parserProblem(error.code), error);
    failed.add(socket);
  });

  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // Node has removed its own listeners. Without this one, a disconnect would end the process.
    socket.on('error', () => socket.destroy());
    const details = {
      type: 'urn:problem-type:task-manager-api:method-not-allowed',
      detail: 'CONNECT is not supported.',
    } as const;
    answer(socket, details, undefined, 'Allow: GET, OPTIONS\r\n');
  });

  // Node would send 100 Continue immediately. The service first checks whether the client is authorized. A rejected
  // client sends no body, so its connection cannot be reused and must close. `continueBody` reverts the header.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Connection', 'close');
    server.emit('request', request, response);
  });

  // Node would answer an unknown `Expect` with a bare 417. RFC 9110, section 10.1.1, allows a server to ignore it.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    server.emit('request', request, response),
  );
}

/** Sends 100 Continue to a client that is waiting for it. Call it before reading a body. */
export function continueBody({ headers, httpVersion }: IncomingMessage, response: ServerResponse): void {
  if (headers.expect === undefined || httpVersion !== '1.1') return;
  if (headers.expect.toLowerCase() !== '100-continue') return;
  response.removeHeader('Connection');
  response.writeContinue();
}

function parserProblem(code: string | undefined): PipelineProblem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        type: 'urn:problem-type:task-manager-api:request-timeout',
        detail: 'The request did not arrive in time.',
      };
    case 'HPE_HEADER_OVERFLOW':
      return {
        type: 'urn:problem-type:task-manager-api:headers-too-large',
        detail: 'The request line and headers exceed the size limit.',
      };
    default:
      return {
        type: 'urn:problem-type:task-manager-api:malformed-request',
        detail: 'Invalid HTTP/1.1 request.',
      };
  }
}

/**
 * Writes the last response of a connection. Closing immediately could reset the connection before the client reads the
 * response, so further input is discarded until the client closes its side or `lingerMs` has passed.
 */
function endConnection(socket: Duplex, text: string): void {
  socket.end(text);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}
