// The service: composed from a configuration, started on a port, stopped. process/run.ts runs it as a process, and tests
// start it in their own.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer as createProbe } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { loadContract } from './contract/document.ts';
import { problemMaker } from './contract/problem-types.ts';
import { createRequestValidation } from './contract/validation/request-validation.ts';
import { createResponseValidation } from './contract/validation/response-validation.ts';
import type { Violation } from './contract/validation/response-validation.ts';
import type { Database } from './database/database.ts';
import { drainable } from './http/drain.ts';
import { addGauges } from './gauges.ts';
import { createLifecycle } from './process/lifecycle.ts';
import type { Lifecycle } from './process/lifecycle.ts';
import { describeError } from './observability/logger.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics, initializeSeries } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import { createInFlightLimit } from './security/in-flight-limit.ts';
import { createLimit } from './security/rate-limit.ts';
import { connectSharedCounts } from './security/shared-counts.ts';
import type { SharedCounts } from './security/shared-counts.ts';
import type { KeySetEvents } from './security/key-set.ts';
import type { TokenRules } from './security/token-verifier.ts';
import { createTokenVerifier } from './security/token-verifier.ts';
import { createServer } from './http/server.ts';
import { openStorage } from './storage.ts';
import type { Tables } from './storage.ts';
import { version } from './process/version.ts';

/** A running service. */
export interface Service {
  /** The address it listens on, for example `http://127.0.0.1:5000`. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly database: Database<Tables>;
  readonly server: Server;
  /** Drains: becomes not ready, stops accepting connections, waits for in-flight requests, closes the database. */
  stop(): Promise<void>;
}

/** The share of responses that are validated with `RESPONSE_VALIDATION=sample`. */
const sampledShare = 0.01;

/**
 * Starts the service, which is ready when the promise resolves. Rejects with a `DatabaseError`, or with Node's error if
 * the port is unavailable, and then leaves nothing open. The contract defaults to the project's own.
 */
export async function startService(
  config: Config,
  tokenRules: TokenRules,
  logger: Logger,
  contract = loadContract(),
): Promise<Service> {
  const makeProblem = problemMaker(contract);
  const metrics = createMetrics({
    prefix: contract.service.metricPrefix,
    processMetrics: config.processMetrics,
  });
  const lifecycle = createLifecycle();
  // First, because a contract that does not compile must leave nothing open.
  const validateRequest = createRequestValidation(contract);
  const checkResponse = createResponseValidation(contract, {
    sampleResponse: sampler(config.responseValidation),
    onViolation: (violation) => {
      reportViolation(violation, metrics, logger);
    },
  });
  await checkPort(config);
  const database = await openStorage(config, {
    onMigrated: (migrations) => logger.info('migrated the database', { migrations }),
    onError: (error) => logger.error('database error', { error: describeError(error) }),
    onQuery: (seconds, kind) => {
      metrics.queryDuration.observe({ kind }, seconds);
    },
    onCommit: (writes) => {
      metrics.commitGroupSize.observe(writes);
    },
  });
  const sharedCounts = await shareCounts(config, contract.service.name, metrics, logger);
  addGauges(metrics, { config, contract, database, lifecycle, sharedCounts });
  initializeSeries(metrics, contract.operations, config.responseValidation !== 'off');

  const app = createApp({
    contract,
    makeProblem,
    database,
    lifecycle,
    logger,
    metrics,
    validateRequest,
    checkResponse,
    guard: {
      verifyToken: createTokenVerifier(tokenRules, { events: reportKeyFetches(tokenRules, metrics, logger) }),
      tokens: { metricsToken: config.metricsToken },
      limitRequests: createLimit('requests', config.limits.requests, sharedCounts?.share),
      limitInFlight: createInFlightLimit(config.limits.maxInFlight),
      proxies: config.proxies,
      limitFailures: createLimit('failed-auth', config.limits.failedAuthentications, sharedCounts?.share),
    },
    quotas: config.quotas,
    cors: config.cors,
    hsts: config.hsts,
    version,
    revision: config.revision,
  });
  const server = createServer(app, {
    makeProblem,
    onParserError: ({ status, requestId, cause }) => {
      metrics.malformedRequests.inc({ status });
      logger.info('malformed request', { requestId, status, error: describeError(cause) });
    },
    requestTimeoutSeconds: config.requestTimeoutSeconds,
    keepAliveTimeoutSeconds: config.keepAliveTimeoutSeconds,
    connections: config.connections,
    slowReaders: config.slowReaders,
    onClose: (reason) => {
      metrics.closedConnections.inc({ reason });
    },
  });
  const drain = drainable(server);
  try {
    await listen(server, config);
  } catch (error) {
    sharedCounts?.close();
    await database.close();
    throw error;
  }
  lifecycle.state = 'ready';

  return {
    url: urlOf(server, config.host),
    metrics,
    lifecycle,
    database,
    server,
    stop: async () => {
      lifecycle.state = 'draining';
      await drain(config.shutdown);
      sharedCounts?.close();
      await database.close();
    },
  };
}

/** Connects to Redis, if one is configured, and reports when the counts stop and start being shared. */
async function shareCounts(
  { redisUrl }: Config,
  keyPrefix: string,
  metrics: Metrics,
  logger: Logger,
): Promise<SharedCounts | undefined> {
  if (redisUrl === undefined) return undefined;
  // The whole URL would reveal the password.
  const redis = new URL(redisUrl).host;
  return connectSharedCounts(redisUrl, keyPrefix, {
    onLost(error) {
      metrics.sharingFailures.inc();
      logger.warn('rate limits are not shared: each instance counts on its own', {
        redis,
        error: describeError(error),
      });
    },
    onRestored() {
      logger.info('rate limits are shared again', { redis });
    },
  });
}

/** Reports failed fetches of keys in the metrics, and the start and the end of an outage in the log. */
function reportKeyFetches({ key }: TokenRules, metrics: Metrics, logger: Logger): KeySetEvents {
  const unreachable = new Set<string>();
  if ('jwksUrls' in key) {
    for (const url of key.jwksUrls.map(withoutQuery)) {
      metrics.issuerReachable.set({ url }, 1);
      metrics.keyFetchFailures.inc({ url }, 0);
    }
  }
  return {
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

/** A query may contain a secret. */
function withoutQuery({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function sampler(mode: Config['responseValidation']): (() => boolean) | undefined {
  if (mode === 'off') return undefined;
  return mode === 'all' ? () => true : () => Math.random() < sampledShare;
}

function reportViolation({ operationId, ...violation }: Violation, metrics: Metrics, logger: Logger): void {
  metrics.violations.inc({ operation: operationId, location: violation.location });
  logger.error('response violates the contract', { operationId, ...violation });
}

/**
 * Connections that wait while the process is busy. Linux takes the smaller of this and net.core.somaxconn, which is 4096
 * by default; Node's own default is 511.
 */
const maxBacklog = 4096;

/** Rejects as `listen` does if the port is in use, before anything of the database changes. */
async function checkPort({ port, host }: Config): Promise<void> {
  if (port === 0) return;
  const probe = createProbe().listen(port, host);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

async function listen(server: Server, { port, host }: Config): Promise<void> {
  server.listen({ port, host, backlog: maxBacklog });
  await once(server, 'listening');
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}
