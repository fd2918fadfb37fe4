// The stages of a request, in order. service.ts starts the server.
import express from 'express';
import type { Express, RequestHandler } from 'express';
import type { operations } from '../generated/openapi.ts';
import { serve } from './contract/serve.ts';
import { readBody } from './contract/body.ts';
import { announceDeprecations } from './contract/deprecation-headers.ts';
import type { Contract } from './contract/document.ts';
import { contractHandlers } from './contract/contract-handlers.ts';
import type { AllHandlers } from './contract/handler.ts';
import { protectResponses } from './http/response-headers.ts';
import type { StrictTransportSecurity } from './http/response-headers.ts';
import { compose } from './http/compose.ts';
import type { MakeProblem } from './http/problem.ts';
import { checkFraming } from './http/framing.ts';
import { measureCost } from './http/request-cost.ts';
import { checkRequestTarget } from './http/request-target.ts';
import { negotiate } from './contract/negotiation.ts';
import { findOperation } from './contract/routing.ts';
import type { CheckResponse } from './contract/validation/response-validation.ts';
import type { Database } from './database/database.ts';
import { createDocs, isDocumentation } from './docs/router.ts';
import { redirectBrowsers } from './docs/start-page.ts';
import { sendErrors } from './errors.ts';
import { requireReady } from './contract/require-ready.ts';
import type { Lifecycle } from './process/lifecycle.ts';
import { operationsHandlers } from './observability/handlers.ts';
import type { ExpensiveUsers } from './observability/expensive-users.ts';
import type { Logger } from './observability/logger.ts';
import { addCounter } from './observability/metrics.ts';
import type { Metrics } from './observability/metrics.ts';
import { observe } from './observability/observe.ts';
import { inChildSpan, inRequestSpan } from './observability/tracing.ts';
import type { Tracing, WrapStage } from './observability/tracing.ts';
import { resourceHandlers } from './resources.ts';
import type { ResourceOptions } from './resources.ts';
import { allowOrigins } from './security/cors.ts';
import type { CorsOptions } from './security/cors.ts';
import { chargeItems } from './security/item-charges.ts';
import { guard } from './security/guard.ts';
import type { GuardOptions } from './security/guard.ts';
import { limitNetworks } from './security/network-limit.ts';
import type { TrustedProxies } from './http/client-address.ts';
import type { Limits } from './wiring/limits.ts';
import { fairQueue } from './security/fair-queue.ts';
import type { Tables } from './storage.ts';

/** What the sandbox adds to the pipeline. */
export interface Additions {
  /** Handles requests to routes that are not in the contract, and passes on all others. */
  readonly routes: RequestHandler;
  /** Passes on an authenticated request, delays it, or responds to it. */
  readonly beforeValidation: RequestHandler;
}

/** The parts of the app, which service.ts creates. */
export interface Parts {
  readonly contract: Contract;
  readonly makeProblem: MakeProblem;
  readonly database: Database<Tables>;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly expensiveUsers: Pick<ExpensiveUsers, 'add'>;
  readonly metrics: Metrics;
  /** Undefined if traces are not recorded. */
  readonly tracing: Tracing | undefined;
  readonly limits: Limits;
  readonly proxies: TrustedProxies;
  readonly verifyToken: GuardOptions['verifyToken'];
  readonly tokens: GuardOptions['tokens'];
  /** Lets only valid requests pass. */
  readonly validateRequest: RequestHandler;
  readonly checkResponse: CheckResponse;
  readonly resources: ResourceOptions;
  readonly additions: Additions | undefined;
  readonly cors: CorsOptions;
  readonly hsts: StrictTransportSecurity;
  readonly version: string;
  readonly revision: string | undefined;
}

/** The service as an Express app. */
export function createApp(parts: Parts): Express {
  const { contract, database, lifecycle, logger, metrics, makeProblem, checkResponse } = parts;
  const { version, revision, limits, proxies, verifyToken, tokens, additions, tracing } = parts;
  const app = express();
  // Paths match the contract exactly. Handlers set entity tags.
  for (const setting of ['strict routing', 'case sensitive routing']) app.enable(setting);
  for (const setting of ['x-powered-by', 'etag', 'query parser']) app.disable(setting);

  const handlers: AllHandlers<operations> = {
    ...contractHandlers(contract),
    ...operationsHandlers({ metrics, database, lifecycle, version, revision, contract }),
    ...resourceHandlers(
      database,
      ({ name, help }) => addCounter(metrics.registry, name, help),
      parts.resources,
    ),
  };

  const traced = (wrap: WrapStage, stage: RequestHandler) => (tracing === undefined ? stage : wrap(stage));
  const find = findOperation(contract);
  app.use(
    compose([
      measureCost, //                                time and bytes
      observe(logger, metrics, parts.expensiveUsers, tracing), // request id, log line, metrics, span
      protectResponses(proxies, parts.hsts),
      ...(additions === undefined ? [] : [additions.routes]),
      allowOrigins(contract, parts.cors), //         CORS, preflights
      checkFraming, //                               400, 501
      limitNetworks(contract, { ...limits, proxies }), // 429 for requests without a user
      redirectBrowsers, //                           redirect from / to the documentation
      skip(isDocumentation), //                      documentation, below
      find, //                                       404, 405, OPTIONS
      ...announceDeprecations(contract),
      traced(inChildSpan('authentication'), guard(contract, { ...limits, proxies, verifyToken, tokens })), // 401, 403, 429
      requireReady(lifecycle), //                    503
      negotiate, //                                  406
      ...(additions === undefined ? [] : [additions.beforeValidation]),
      checkRequestTarget, //                         400
      readBody(contract), //                         400, 413, 415
      fairQueue(), //                                users take turns
      traced(inChildSpan('validation'), parts.validateRequest), // 422
      chargeItems(limits.subjects), //                counts the operations of a batch
      traced(
        inRequestSpan,
        serve(contract, handlers, { makeProblem, checkResponse, blocks: database.engine === 'sqlite' }),
      ),
    ]),
  );
  app.use(createDocs(contract));
  app.use(find); //                                    404 below /docs
  app.use(sendErrors(makeProblem, logger));
  return app;
}

/** Leaves this pipeline for the paths that `isSkipped` selects. The middleware after the pipeline serves them. */
function skip(isSkipped: (path: string) => boolean): RequestHandler {
  return (request, _response, next) => {
    const isIn = isSkipped(request.path);
    // The time to read and send a file does not count as cost, because it does not block the event loop.
    if (isIn) request.cost.pause();
    next(isIn ? 'router' : undefined);
  };
}
