// Answers what Node's HTTP parser refuses before there is a request: as problems too, on the bare socket. And the
// few requests that Node would answer, or drop, without asking the application.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ProblemMaker, ProblemDetails } from '../contract/problem.ts';
import { responseOf } from './current-response.ts';

/** How long a connection is kept after its last answer for the client to close it. */
const lingerMs = 2000;

/** Makes the server answer malformed HTTP (400), slow requests (408), oversized headers (431) and CONNECT (405). */
export function answerParserErrors(
  server: Server,
  makeProblem: ProblemMaker,
  onProblem: (problem: { status: number; requestId: string; cause: unknown }) => void,
): void {
  const answer = (socket: Duplex, details: ProblemDetails, cause: unknown, header: string): void => {
    const problem = makeProblem(details, randomUUID());
    const body = JSON.stringify(problem);
    onProblem({ status: problem.status, requestId: problem.requestId, cause });
    sendLast(
      socket,
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n` +
        `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `X-Request-Id: ${problem.requestId}\r\nCache-Control: no-store\r\n${header}` +
        `Connection: close\r\n\r\n${body}`,
    );
  };

  /** Answers when the requests before have been: to the client, answers belong to requests by their order. */
  const answerInTurn = (socket: Duplex, details: ProblemDetails, cause?: unknown, header = ''): void => {
    const running = responseOf(socket);
    if (running?.req.complete === true) {
      running.once('close', () => {
        answerInTurn(socket, details, cause, header);
      });
      return;
    }
    // The client is gone, or has half of an answer: there is nobody, or no place, to tell it to.
    if (!socket.writable || running?.headersSent === true) socket.destroy();
    else answer(socket, details, cause, header);
  };

  // Once it has failed, the parser refuses whatever else the connection brings.
  const failed = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else if (!failed.has(socket)) answerInTurn(socket, parserProblem(error.code), error);
    failed.add(socket);
  });

  server.on('connect', (_request, socket) => {
    // Node listens no more, and the client's going away would end the process.
    socket.on('error', () => socket.destroy());
    const details = {
      type: '/docs/problems#method-not-allowed',
      detail: 'CONNECT is not supported.',
    } as const;
    answerInTurn(socket, details, undefined, 'Allow: GET, OPTIONS\r\n');
  });

  // Node would answer an unknown `Expect` with a bare 417; RFC 9110, section 10.1.1, lets a server ignore it.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function parserProblem(code: string | undefined): ProblemDetails {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { type: '/docs/problems#request-timeout', detail: 'The request did not arrive in time.' };
    case 'HPE_HEADER_OVERFLOW':
      return {
        type: '/docs/problems#headers-too-large',
        detail: 'The request line and headers exceed the size limit.',
      };
    default:
      return { type: '/docs/problems#malformed-request', detail: 'Invalid HTTP/1.1 request.' };
  }
}

/**
 * Ends a connection with this. What still comes is read and dropped for a moment, for else the client might see a
 * reset in place of the answer; a client that does not close its side does not keep ours.
 */
function sendLast(socket: Duplex, text: string): void {
  socket.end(text);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}
