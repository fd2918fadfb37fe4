// Assigns the request id. After the response, writes a log line, updates the metrics and ends the span. The log
// contains no query strings, headers or bodies, and therefore no tokens and no text from users.
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { readTraceparent } from '../http/trace-context.ts';
import type { ExpensiveUsers } from './expensive-users.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { pathOf, requestFields } from './request-fields.ts';
import type { Tracing } from './tracing.ts';

const wellFormedId = /^[A-Za-z0-9._-]{1,64}$/;

/** Assigns a request id to each request, logs it and measures it. */
export function observe(
  logger: Logger,
  metrics: Metrics,
  expensiveUsers: Pick<ExpensiveUsers, 'add'>,
  tracing: Tracing | undefined,
): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const given = request.headers['x-request-id'];
    request.requestId = typeof given === 'string' && wellFormedId.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', request.requestId);
    joinTrace(request, tracing);

    // Unlike 'finish', 'close' is also emitted when the client disconnects early.
    response.once('close', () => {
      const milliseconds = performance.now() - start;
      const { method, operation, user, cost, span } = request;
      if (user !== undefined) expensiveUsers.add(user.sub, cost);
      const endpoint = operation?.path ?? 'unmatched';
      metrics.requests.inc({ method, endpoint, status: response.statusCode });
      const latencyMs = milliseconds - (request.longPoll?.waitedMs ?? 0);
      metrics.observeDuration({ method, endpoint }, latencyMs / 1000, span?.context);
      logger.log({
        level: 'info',
        message: response.writableFinished ? 'request' : 'request aborted',
        ...requestFields(request),
        method,
        path: pathOf(request),
        status: response.statusCode,
        durationMs: Math.round(milliseconds * 1000) / 1000,
        costMs: Math.round(cost.milliseconds * 1000) / 1000,
        bytes: cost.bytes,
        sub: user?.sub,
      });
      span?.finish(response);
    });
    next();
  };
}

/** Sets `request.trace`. If tracing is off, it contains only the caller's trace id. */
function joinTrace(request: Request, tracing: Tracing | undefined): void {
  if (tracing !== undefined) {
    const { context, span } = tracing.startRequest(request);
    request.trace = context;
    request.span = span;
    return;
  }
  const caller = readTraceparent(request.headers['traceparent']);
  if (caller !== undefined) request.trace = { traceId: caller.traceId };
}
