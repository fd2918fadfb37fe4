// Around each request: its id, and when it has been answered its log line and its metrics. The log has no query, no
// header and no body: no token and no user's text gets there.
import type { Request, RequestHandler } from 'express';
import { v7 as uuid } from 'uuid';
import { originForm } from '../contract/uri.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

const wellFormedId = /^[A-Za-z0-9._-]{1,64}$/;
const traceParent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;
const nanosecondsPerSecond = 1e9;

/** Names each request, logs it and counts it. First in the pipeline. */
export function observe(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const start = process.hrtime.bigint();
    const given = request.get('X-Request-Id');
    request.requestId = given !== undefined && wellFormedId.test(given) ? given : uuid();
    response.set('X-Request-Id', request.requestId);
    request.url = request.originalUrl = originForm(request.url);

    // 'close' comes also when the client went away before the answer was whole.
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - start) / nanosecondsPerSecond;
      const labels = { method: request.method, endpoint: request.operation?.path ?? 'unmatched' };
      metrics.requests.inc({ ...labels, status: response.statusCode });
      metrics.requestDuration.observe(labels, seconds);
      logger.info(response.writableFinished ? 'request' : 'request aborted', {
        requestId: request.requestId,
        traceId: traceParent.exec(request.get('traceparent') ?? '')?.[1],
        operationId: request.operation?.id,
        method: request.method,
        path: pathOf(request),
        status: response.statusCode,
        durationMs: Math.round(seconds * 1e6) / 1e3,
        sub: request.user?.sub,
      });
    });
    next();
  };
}

function pathOf({ originalUrl }: Request): string {
  const end = originalUrl.search(/[?#]/);
  return end < 0 ? originalUrl : originalUrl.slice(0, end);
}
