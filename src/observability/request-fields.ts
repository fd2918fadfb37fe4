// The fields that identify a request in its log lines.
import type { Request } from 'express';

/** The ids of a request. The trace id and span id have OpenTelemetry's names, so that log stores recognize them. */
export function requestFields({ requestId, trace, operation }: Request) {
  return { requestId, trace_id: trace?.traceId, span_id: trace?.spanId, operationId: operation?.id };
}

/** The path of a request as sent, without the query, which may contain text from a user. */
export function pathOf({ originalUrl }: Request): string {
  const end = originalUrl.search(/[?#]/);
  return end < 0 ? originalUrl : originalUrl.slice(0, end);
}
