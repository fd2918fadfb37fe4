// The routes below /sandbox: a second, small contract, served by the same modules as the published one.
import type { RequestHandler } from 'express';
import type { operations } from '../../generated/sandbox.ts';
import type { Config } from '../config.ts';
import { readBody } from '../contract/body.ts';
import { loadContract } from '../contract/document.ts';
import type { PublicHandlers } from '../contract/handler.ts';
import { negotiate } from '../contract/negotiation.ts';
import { findOperation } from '../contract/routing.ts';
import { serve } from '../contract/serve.ts';
import { createRequestValidation } from '../contract/validation/request-validation.ts';
import { compose } from '../http/compose.ts';
import { checkFraming } from '../http/framing.ts';
import type { MakeProblem } from '../http/problem.ts';
import { checkRequestTarget } from '../http/request-target.ts';
import { allowOrigins } from '../security/cors.ts';
import type { SandboxClock } from './clock.ts';
import type { SandboxData } from './data.ts';
import type { Outage } from './outage.ts';
import { demoUser } from './token.ts';

/** The parts of the sandbox that the controls use. */
export interface Controlled {
  readonly clock: SandboxClock;
  readonly outage: Outage;
  readonly seed: SandboxData['seed'];
  readonly reset: () => Promise<void>;
  readonly makeProblem: MakeProblem;
  readonly config: Pick<Config, 'cors'>;
}

type ControlHandlers = PublicHandlers<operations, keyof operations>;

/** Serves requests below /sandbox, and passes on all others. */
export function controlRoutes({
  clock,
  outage,
  seed,
  reset,
  makeProblem,
  config,
}: Controlled): RequestHandler {
  const contract = loadContract(new URL('./openapi.yaml', import.meta.url));
  const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const handlers: ControlHandlers = {
    getSandboxContract: async () => ({ status: 200, body: contract.yaml }),
    resetSandbox: async () => {
      await reset();
      return { status: 204 };
    },
    moveClock: async ({ body: { advanceSeconds } }) => {
      clock.advance(advanceSeconds * 1000);
      return { status: 200, body: { now: timestamp(clock.now()) } };
    },
    seedTasks: async ({ body: { count, sub = demoUser } }) => ({
      status: 200,
      body: { added: await seed(sub, count) },
    }),
    startOutage: async ({ body: { seconds, kind = 'unavailable' } }) => {
      const untilMs = clock.now() + seconds * 1000;
      outage.start(kind, untilMs);
      return { status: 200, body: { until: timestamp(untilMs) } };
    },
  };
  const pipeline = compose([
    allowOrigins(contract, config.cors),
    checkFraming,
    findOperation(contract),
    negotiate,
    checkRequestTarget,
    readBody(contract),
    createRequestValidation(contract),
    serve(contract, handlers, { makeProblem, checkResponse: () => undefined, blocks: true }),
  ]);
  return (request, response, next) => {
    if (request.path === '/sandbox' || request.path.startsWith('/sandbox/'))
      void pipeline(request, response, next);
    else next();
  };
}
