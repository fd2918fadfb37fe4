// Starts the sandbox: the service, composed from the same parts, with a database in memory, a different token verifier,
// a movable clock and an additional stage in its pipeline.
import type { Config } from '../config.ts';
import { scopesOf } from '../contract/access.ts';
import { loadContract } from '../contract/document.ts';
import { problemMaker } from '../contract/problem-types.ts';
import type { Logger } from '../observability/logger.ts';
import { startService } from '../service.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { createClock } from './clock.ts';
import { controlRoutes } from './controls.ts';
import { sandboxData } from './data.ts';
import type { SandboxData } from './data.ts';
import { documentedResponses } from './documented-responses.ts';
import { createOutage } from './outage.ts';
import { responseStage } from './responses.ts';
import type { Conditions } from './responses.ts';
import { createMutex } from './mutex.ts';
import { acceptAnyToken, demoUser } from './token.ts';

export interface SandboxOptions extends Conditions {
  /** The number of generated tasks, in addition to the contract's examples. */
  readonly seed: number;
  /** Limits of the webhook dispatcher that differ from the defaults. */
  readonly webhookLimits?: ServiceOptions['webhookLimits'];
}

/** Starts a sandbox, which is ready when the promise resolves. Rejects as `startService` does. */
export async function startSandbox(
  config: Config,
  options: SandboxOptions,
  logger: Logger,
): Promise<Service> {
  const contract = loadContract();
  const makeProblem = problemMaker(contract);
  const clock = createClock();
  const outage = createOutage();
  const stage = responseStage(documentedResponses(contract, makeProblem), outage, options, clock.now);
  const verifyToken = acceptAnyToken(scopesOf(contract.operations), config.auth, clock.now);
  return await startService(config, verifyToken, logger, {
    contract,
    clock: clock.now,
    ...(options.webhookLimits && { webhookLimits: options.webhookLimits }),
    async extend(database) {
      const data = sandboxData(contract, database, clock.now);
      await data.seed(demoUser, options.seed);
      const runExclusive = createMutex();
      const reset = (): Promise<void> =>
        runExclusive(async () => {
          clock.reset();
          outage.end();
          stage.reset();
          await data.clear();
          await data.seed(demoUser, options.seed);
        });
      const seed: SandboxData['seed'] = (owner, count) => runExclusive(() => data.seed(owner, count));
      return {
        routes: controlRoutes({ clock, outage, seed, reset, makeProblem, config }),
        beforeValidation: stage.handle,
      };
    },
  });
}
