// The request id, and a log line and metrics after the response. The log contains no query strings, headers or bodies, and
// therefore no tokens and no text from users.
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { ExpensiveUsers } from './expensive-users.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

const wellFormedId = /^[A-Za-z0-9._-]{1,64}$/;
const traceParent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;

/** Assigns a request id to each request, logs it and measures it. Comes first in the pipeline. */
export function observe(
  logger: Logger,
  metrics: Metrics,
  expensiveUsers: Pick<ExpensiveUsers, 'add'>,
): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    const given = request.headers['x-request-id'];
    request.requestId = typeof given === 'string' && wellFormedId.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', request.requestId);

    // Unlike 'finish', 'close' is also emitted when the client disconnects early.
    response.once('close', () => {
      const milliseconds = performance.now() - start;
      const { method, operation, user, cost } = request;
      if (user !== undefined) expensiveUsers.add(user.sub, cost);
      const endpoint = operation?.path ?? 'unmatched';
      metrics.requests.inc({ method, endpoint, status: response.statusCode });
      const latencyMs = milliseconds - (request.longPoll?.waitedMs ?? 0);
      metrics.requestDuration.observe({ method, endpoint }, latencyMs / 1000);
      logger.log({
        level: 'info',
        message: response.writableFinished ? 'request' : 'request aborted',
        requestId: request.requestId,
        traceId: traceOf(request),
        operationId: operation?.id,
        method,
        path: pathOf(request),
        status: response.statusCode,
        durationMs: Math.round(milliseconds * 1000) / 1000,
        costMs: Math.round(cost.milliseconds * 1000) / 1000,
        bytes: cost.bytes,
        sub: user?.sub,
      });
    });
    next();
  };
}

function traceOf({ headers: { traceparent } }: Request): string | undefined {
  return typeof traceparent === 'string' ? traceParent.exec(traceparent)?.[1] : undefined;
}

function pathOf({ originalUrl }: Request): string {
  const end = originalUrl.search(/[?#]/);
  return end < 0 ? originalUrl : originalUrl.slice(0, end);
}
