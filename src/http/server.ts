// The HTTP server around the app, with explicit limits and timeouts.
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, ServerOptions as HttpOptions } from 'node:http';
import type { Express } from 'express';
import { expressMessages } from './express-messages.ts';
import { cacheHeaders } from './header-cache.ts';
import { limitConnections } from './connection-limits.ts';
import type { ClosingReason, ConnectionLimits } from './connection-limits.ts';
import { answerParserErrors } from './parser-errors.ts';
import type { OnParserError } from './parser-errors.ts';
import { serializeRequests } from './pipelining.ts';
import type { MakeProblem } from './problem.ts';
import { originForm } from './request-target.ts';
import { disconnectSlowReaders } from './slow-readers.ts';
import type { SlowReaderLimits } from './slow-readers.ts';
import type { Server } from './transport.ts';

const secondMs = 1000;

export interface ServerOptions {
  readonly makeProblem: MakeProblem;
  /** Called for each problem that is sent before a request reaches the app. */
  readonly onParserError: OnParserError;
  /** How long a request may take to arrive in full. */
  readonly requestTimeoutSeconds: number;
  /** How long a connection may stay idle after a response. */
  readonly keepAliveTimeoutSeconds: number;
  readonly connections: ConnectionLimits;
  readonly slowReaders: SlowReaderLimits;
  /** Creates Node's server, by default without TLS (src/http/tls.ts). */
  readonly create?: ((options: HttpOptions, listener: RequestListener) => Server) | undefined;
  /** Called for each connection that the service closes to protect itself. */
  readonly onClose: (reason: ClosingReason) => void;
}

/** Creates a server for the app. It does not listen yet. */
export function createServer(app: Express, options: ServerOptions): Server {
  const { makeProblem, onParserError, requestTimeoutSeconds, keepAliveTimeoutSeconds } = options;
  const { connections, slowReaders, onClose, create = createHttpServer } = options;
  const messages = expressMessages(app);
  cacheHeaders(messages.ServerResponse);
  const server = create(
    {
      ...messages,
      maxHeaderSize: 16 * 1024,
      requestTimeout: requestTimeoutSeconds * secondMs,
      headersTimeout: Math.min(10, requestTimeoutSeconds) * secondMs,
      // The timeouts above apply only to requests that have begun, so they do not shorten the time that a connection
      // may be idle.
      keepAliveTimeout: keepAliveTimeoutSeconds * secondMs,
      connectionsCheckingInterval: Math.min(5, requestTimeoutSeconds / 2) * secondMs,
      // Skips waiting for the end of a request that cannot have a body.
      optimizeEmptyRequests: true,
      // Node's own response to a missing Host is not a problem. `checkFraming` sends one.
      requireHostHeader: false,
    },
    serializeRequests((request, response) => {
      request.url = originForm(request.url ?? '');
      app(request, response);
    }),
  );
  answerParserErrors(server, makeProblem, onParserError, () => {
    onClose('tls-handshake');
  });
  limitConnections(server, connections, onClose);
  disconnectSlowReaders(server, slowReaders, onClose);
  return server;
}
