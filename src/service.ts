// The service as a value: put together from a configuration, started on a port, and stopped. process.ts has the process
// around it; the tests start it too, as it is.
import { once } from 'node:events';
import type { Server } from 'node:http';
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
import { startLifecycle } from './process/lifecycle.ts';
import type { Lifecycle } from './process/lifecycle.ts';
import { describeError } from './observability/logger.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics, startSeries } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import { createLimit } from './security/rate-limit.ts';
import type { TokenRules } from './security/token-verifier.ts';
import { createTokenVerifier } from './security/token-verifier.ts';
import { createServer } from './http/server.ts';
import { connectSharedCounts } from './sharing.ts';
import { openStorage } from './storage.ts';
import type { Tables } from './storage.ts';
import { version } from './version.ts';

/** A service that listens. */
export interface Service {
  /** Where it listens, `http://127.0.0.1:5000`. */
  readonly url: string;
  readonly metrics: Metrics;
  readonly lifecycle: Lifecycle;
  readonly database: Database<Tables>;
  readonly server: Server;
  /** Becomes not ready, after a while takes no new connections, lets running requests finish, closes the database. */
  stop(): Promise<void>;
}

/** One in so many answers is validated when a sample is. */
const sampleEvery = 100;

/**
 * Starts the service; it is ready when the promise resolves. Rejects with a `DatabaseError`, or with Node's error
 * when the port cannot be had; nothing is left open then. The contract is the project's own, but for tests.
 */
export async function startService(
  config: Config,
  tokenRules: TokenRules,
  logger: Logger,
  contract = loadContract(),
): Promise<Service> {
  const makeProblem = problemMaker(contract);
  const metrics = createMetrics({ processMetrics: config.processMetrics });
  const lifecycle = startLifecycle();
  // Before anything is opened: a contract that cannot be compiled ends the start here.
  const validateRequest = createRequestValidation(contract);
  const checkAnswer = createResponseValidation(contract, {
    sampleResponse: sampler(config.responseValidation),
    onViolation: (violation) => {
      reportViolation(violation, metrics, logger);
    },
  });
  const database = await openStorage(config, {
    onMigrated: (migrations) => logger.info('migrated the database', { migrations }),
    onFault: (error) => logger.error('database', { error: describeError(error) }),
    onQuery: (seconds, kind) => {
      metrics.queryDuration.observe({ kind }, seconds);
    },
    onCommit: (writes) => {
      metrics.commitGroupSize.observe(writes);
    },
  });
  addGauges(metrics, { config, contract, database, lifecycle });
  startSeries(metrics, contract.operations, config.responseValidation !== 'off');

  const sharedCounts = await connectSharedCounts(config, metrics, logger);
  const limits = { share: sharedCounts?.share };

  const app = createApp({
    contract,
    makeProblem,
    database,
    lifecycle,
    logger,
    metrics,
    validateRequest,
    checkAnswer,
    guard: {
      verifyToken: createTokenVerifier(tokenRules),
      tokens: { metricsToken: config.metricsToken },
      limitRequests: createLimit('requests', config.limits.requests, limits),
      limitFailures: createLimit('failed-auth', config.limits.failedAuthentications, limits),
    },
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    version,
    revision: config.revision,
  });
  const server = createServer(app, {
    makeProblem,
    onParserError: ({ status, requestId, cause }) => {
      metrics.unreadableRequests.inc({ status });
      logger.info('malformed request', { requestId, status, error: describeError(cause) });
    },
    requestTimeoutSeconds: config.requestTimeoutSeconds,
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

function sampler(mode: Config['responseValidation']): (() => boolean) | undefined {
  if (mode === 'off') return undefined;
  return mode === 'all' ? () => true : () => Math.random() * sampleEvery < 1;
}

function reportViolation({ operationId, ...violation }: Violation, metrics: Metrics, logger: Logger): void {
  metrics.violations.inc({ operation: operationId, location: violation.place });
  logger.error('response violates the contract', { operationId, ...violation });
}

async function listen(server: Server, { port, host }: Config): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
