// Reports events of the service's parts in the metrics and the log. The parts know neither the metrics nor the log:
// service.ts passes these functions to them.
import type { Request } from 'express';
import type { DatabaseOptions } from '../database/database.ts';
import type { Violation } from '../contract/validation/response-validation.ts';
import { checkValidity, expiryOf } from '../http/certificate.ts';
import type { Certificate } from '../http/certificate.ts';
import { currentCost } from '../http/request-cost.ts';
import type { ServerOptions } from '../http/server.ts';
import { describeError } from '../observability/logger.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { requestFields } from '../observability/request-fields.ts';
import { currentSpan, untilSettled } from '../observability/tracing.ts';
import type { KeySetEvents, TraceFetch } from '../security/key-set.ts';
import type { SharedCountsEvents } from '../security/shared-counts.ts';
import type { TokenRules } from '../security/token-verifier.ts';
import { traceCommit } from './traced-database.ts';

/** The metrics and the log. */
export interface Reporting {
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export function reportDatabase({ metrics, logger }: Reporting): Partial<DatabaseOptions> {
  return {
    onMigrated: (migrations) => logger.info('migrated the database', { migrations }),
    onError: (error) => logger.error('database error', { error: describeError(error) }),
    onQuery: (seconds, kind) => {
      metrics.queryDuration.observe({ kind }, seconds);
      currentCost()?.chargeStatement(seconds * 1000);
    },
    onCommit: (group) => {
      metrics.commitGroupSize.observe(group.size);
      traceCommit(group);
    },
    onExpensiveRead: (outcome) => {
      metrics.expensiveReads.inc({ outcome });
    },
    onWorker: (milliseconds) => currentCost()?.chargeWorker(milliseconds),
  };
}

export function reportServer({
  metrics,
  logger,
}: Reporting): Pick<ServerOptions, 'onParserError' | 'onClose'> {
  return {
    onParserError: ({ status, requestId, cause }) => {
      metrics.malformedRequests.inc({ status });
      logger.info('malformed request', { requestId, status, error: describeError(cause) });
    },
    onClose: (reason) => {
      metrics.closedConnections.inc({ reason });
    },
  };
}

export function reportViolations({
  metrics,
  logger,
}: Reporting): (violation: Violation, request: Request) => void {
  return ({ operationId, ...violation }, request) => {
    metrics.violations.inc({ operation: operationId, location: violation.location });
    logger.error('response violates the contract', { ...requestFields(request), ...violation });
  };
}

/** Reports when the rate limits stop and start being shared. */
export function reportSharing({ metrics, logger }: Reporting): SharedCountsEvents {
  return {
    onLost(error, redis) {
      metrics.sharingFailures.inc();
      logger.warn('rate limits are not shared: each instance counts on its own', {
        redis,
        error: describeError(error),
      });
    },
    onRestored(redis) {
      logger.info('rate limits are shared again', { redis });
    },
  };
}

/**
 * Returns a function that reports the certificate in use. The service starts even if the certificate has expired: some
 * clients, such as probes, do not verify it, and the service picks up a renewed file.
 */
export function reportCertificate({ metrics, logger }: Reporting): (certificate: Certificate) => void {
  return (certificate) => {
    metrics.certificateExpiry.set({ name: 'TLS_CERT_FILE' }, expiryOf(certificate) / 1000);
    try {
      checkValidity(certificate);
    } catch (error) {
      logger.error('clients reject the certificate', { name: 'TLS_CERT_FILE', error: describeError(error) });
    }
  };
}

/** Reports failed fetches of keys in the metrics, and the start and the end of an outage in the log. */
export function reportKeyFetches({ key }: TokenRules, { metrics, logger }: Reporting): KeySetEvents {
  const unreachable = new Set<string>();
  if ('jwksUrls' in key) {
    for (const url of key.jwksUrls.map(withoutQuery)) {
      metrics.issuerReachable.set({ url }, 1);
      metrics.keyFetchFailures.inc({ url }, 0);
    }
  }
  return {
    traceFetch,
    onFetched(fullUrl) {
      const url = withoutQuery(fullUrl);
      metrics.issuerReachable.set({ url }, 1);
      if (unreachable.delete(url)) logger.info('token issuer is reachable again', { url });
    },
    onFetchFailed(fullUrl, error) {
      const url = withoutQuery(fullUrl);
      metrics.issuerReachable.set({ url }, 0);
      metrics.keyFetchFailures.inc({ url });
      if (unreachable.has(url)) return;
      unreachable.add(url);
      logger.warn('token issuer is unreachable', { url, error: describeError(error) });
    },
  };
}

/** Records the fetch in the trace of the request that waits for it, and passes the trace on to the issuer. */
const traceFetch: TraceFetch = async (url, fetchKeys) => {
  const span = currentSpan()?.startChild('GET', {
    isCall: true,
    attributes: {
      'http.request.method': 'GET',
      'url.full': withoutQuery(url),
      'server.address': url.hostname,
    },
  });
  if (span === undefined) return await fetchKeys({});
  return await untilSettled(span, async () => {
    const response = await fetchKeys(span.headers());
    span.setAttributes({ 'http.response.status_code': response.status });
    return response;
  });
};

/** Removes the query, which may contain a secret. */
function withoutQuery({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
