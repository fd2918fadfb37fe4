// Composes the service from a configuration, starts it on a port, and stops it. process/run.ts runs it as a process,
// and tests start it within their own process.
import { createApp } from './app.ts';
import type { Additions } from './app.ts';
import type { Config } from './config.ts';
import { loadContract } from './contract/document.ts';
import type { Contract } from './contract/document.ts';
import { problemMaker } from './contract/problem-types.ts';
import { createRequestValidation } from './contract/validation/request-validation.ts';
import { createResponseValidation } from './contract/validation/response-validation.ts';
import type { Database } from './database/database.ts';
import { readOutcomes } from './database/read-limits.ts';
import { addGauges } from './wiring/gauges.ts';
import { drainable } from './http/drain.ts';
import { checkPort, listen } from './http/listen.ts';
import type { Server } from './http/transport.ts';
import { createServer } from './http/server.ts';
import { createLimits, policyNames } from './wiring/limits.ts';
import { meterWrites } from './wiring/metered-database.ts';
import { traceDatabase } from './wiring/traced-database.ts';
import { startTracing } from './wiring/tracing.ts';
import { logExpensiveUsers } from './observability/expensive-users.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics, initializeSeries } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import { createLifecycle } from './process/lifecycle.ts';
import type { Lifecycle } from './process/lifecycle.ts';
import { version } from './process/version.ts';
import {
  reportCertificate,
  reportDatabase,
  reportKeyFetches,
  reportServer,
  reportSharing,
  reportViolations,
} from './wiring/event-reporting.ts';
import type { Clock } from './resource/owner/account.ts';
import { connectSharedCounts } from './security/shared-counts.ts';
import { createTokenVerifier } from './security/token-verifier.ts';
import type { TokenRules, VerifyToken } from './security/token-verifier.ts';
import { schedulePurges } from './wiring/purges.ts';
import { liveValues, renewalsOf, watchRenewals } from './wiring/renewals.ts';
import { connectWebhooks } from './wiring/webhooks.ts';
import type { DispatchLimits } from './webhooks/dispatch/dispatcher.ts';
import { createWakeUps, withWakeUps } from './resource/changes/wake-ups.ts';
import { openStorage } from './storage.ts';
import type { Tables } from './storage.ts';

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

/** How a service differs from the default. */
export interface ServiceOptions {
  /** Default: the project's own. */
  readonly contract?: Contract;
  readonly clock?: Clock;
  /** Limits of the webhook dispatcher that differ from the defaults. */
  readonly webhookLimits?: Partial<DispatchLimits>;
  /** Creates the additions to the pipeline. Called once, before the service listens. */
  readonly extend?: (database: Database<Tables>) => Promise<Additions>;
}

/** The share of responses that are validated with `RESPONSE_VALIDATION=sample`. */
const sampledShare = 0.01;

/**
 * Starts the service, which is ready when the promise resolves. Rejects with a `DatabaseError`, or with Node's error if
 * the port is unavailable, and then leaves nothing open.
 */
export async function startService(
  config: Config,
  tokens: TokenRules | VerifyToken,
  logger: Logger,
  { contract = loadContract(), clock = Date.now, extend, webhookLimits }: ServiceOptions = {},
): Promise<Service> {
  const makeProblem = problemMaker(contract);
  const metrics = createMetrics({
    prefix: contract.service.metricPrefix,
    processMetrics: config.processMetrics,
    exemplars: config.tracing !== undefined,
  });
  const reporting = { metrics, logger };
  const lifecycle = createLifecycle();
  // This comes first, so that a contract that does not compile leaves nothing open.
  const validateRequest = createRequestValidation(contract);
  const checkResponse = createResponseValidation(contract, {
    sampleResponse: sampler(config.responseValidation),
    onViolation: reportViolations(reporting),
  });
  // Checks the port before it opens the database, because opening can migrate the tables.
  await checkPort(config);
  const isRenewable = config.files.databaseUrl !== undefined;
  const database = await openStorage(config, { ...reportDatabase(reporting), isRenewable });
  const { redisUrl } = config;
  const sharedCounts =
    redisUrl === undefined
      ? undefined
      : await connectSharedCounts(redisUrl, contract.service.name, reportSharing(reporting));
  const limits = createLimits(config.limits, sharedCounts?.share, (policy) => {
    metrics.limitedRequests.inc({ policy });
  });
  const wakeUps = createWakeUps(database);
  const live = liveValues(config);
  const tracing = await startTracing(config, contract, { ...reporting, live });
  const metered = meterWrites(database);
  const webhooks = connectWebhooks(config.webhooks, reporting, {
    ...{ live, tracing, clock, limits: webhookLimits },
  });
  const servedDatabase = webhooks.announcing(
    withWakeUps(tracing === undefined ? metered : traceDatabase(metered), wakeUps),
  );
  const additions = await extend?.(servedDatabase).catch(async (error: unknown) => {
    sharedCounts?.close();
    await database.close();
    await tracing?.stop();
    throw error;
  });
  addGauges(metrics, { config, contract, database, lifecycle, sharedCounts, wakeUps, clock });
  for (const outcome of readOutcomes) metrics.expensiveReads.inc({ outcome }, 0);
  initializeSeries(metrics, contract.operations, policyNames, config.responseValidation !== 'off');

  const expensiveUsers = logExpensiveUsers(logger);
  const app = createApp({
    contract,
    makeProblem,
    database: servedDatabase,
    resources: {
      quotas: config.quotas,
      clock,
      changes: { wakeUps, keepsDeleted: config.retention.trashMs > 0, publish: webhooks.publish },
      webhooks: webhooks.handlerOptions,
    },
    lifecycle,
    logger,
    expensiveUsers,
    metrics,
    tracing,
    validateRequest,
    checkResponse,
    limits,
    proxies: config.proxies,
    verifyToken:
      typeof tokens === 'function'
        ? tokens
        : createTokenVerifier(tokens, {
            events: reportKeyFetches(tokens, reporting),
            currentSecrets: live.secrets && (() => live.secrets ?? []),
          }),
    tokens: live.tokens,
    additions,
    cors: config.cors,
    hsts: config.hsts,
    version,
    revision: config.revision,
  });
  const { requestTimeoutSeconds, keepAliveTimeoutSeconds, connections, slowReaders, tls } = config;
  const server = createServer(app, {
    makeProblem,
    requestTimeoutSeconds,
    keepAliveTimeoutSeconds,
    connections,
    slowReaders,
    create: tls && (await import('./http/tls.ts')).tlsServer(tls),
    ...reportServer(reporting),
  });
  const close = async (): Promise<void> => {
    expensiveUsers.stop();
    sharedCounts?.close();
    await database.close();
    await tracing?.stop();
  };
  const drain = drainable(server);
  const url = await listen(server, config).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  lifecycle.state = 'ready';
  webhooks.start(database);
  const purges = schedulePurges(database, config, logger, clock);
  const onCertificate = reportCertificate(reporting);
  if (tls !== undefined) onCertificate(tls);
  const targets = { live, database, sharedCounts, server, onCertificate };
  const renewals = watchRenewals(renewalsOf(config, targets), reporting);

  return {
    url,
    metrics,
    lifecycle,
    database,
    server,
    stop: async () => {
      lifecycle.state = 'draining';
      wakeUps.close();
      // The drain does not wait for a renewal, which may be waiting for an unreachable server.
      const renewalsStopped = renewals.stop();
      const webhooksStopped = webhooks.stop(config.shutdown.timeoutSeconds * 1000);
      await drain(config.shutdown);
      await Promise.all([renewalsStopped, webhooksStopped, purges.stop()]);
      await close();
    },
  };
}

function sampler(mode: Config['responseValidation']): (() => boolean) | undefined {
  if (mode === 'off') return undefined;
  return mode === 'all' ? () => true : () => Math.random() < sampledShare;
}
