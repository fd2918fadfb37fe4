// The HTTP server around the app: its limits and timeouts, set and not left to defaults, and answers for what
// Node's parser refuses.
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import type { Express } from 'express';
import { answerParserErrors } from './parser-errors.ts';
import type { ProblemMaker } from '../contract/problem.ts';
import { expressMessages } from './express-messages.ts';
import { inTurn } from './pipelining.ts';
import { describeError } from '../observability/logger.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { quickenHeaders } from './header-cache.ts';

const seconds = 1000;

export interface ServerOptions {
  readonly makeProblem: ProblemMaker;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The time that a whole request may take to arrive. */
  readonly requestTimeoutSeconds: number;
}

/** Makes a server that serves the app; it does not listen yet. */
export function createServer(app: Express, options: ServerOptions): Server {
  const { makeProblem, logger, metrics, requestTimeoutSeconds } = options;
  const messages = expressMessages(app);
  quickenHeaders(messages.ServerResponse);
  const server = createHttpServer(
    {
      ...messages,
      maxHeaderSize: 16 * 1024,
      requestTimeout: requestTimeoutSeconds * seconds,
      headersTimeout: Math.min(10, requestTimeoutSeconds) * seconds,
      // Longer than a load balancer's usual 60 s, so that it is the one to close an idle connection.
      keepAliveTimeout: 65 * seconds,
      connectionsCheckingInterval: Math.min(5, requestTimeoutSeconds / 2) * seconds,
      // A request that can have no body need not be read to the end of it.
      optimizeEmptyRequests: true,
      // Node's own answer to a request without Host is no problem; the app gives one.
      requireHostHeader: false,
    },
    inTurn(app),
  );
  answerParserErrors(server, makeProblem, ({ status, requestId, cause }) => {
    metrics.unreadableRequests.inc({ status });
    logger.info('malformed request', { requestId, status, error: describeError(cause) });
  });
  return server;
}
