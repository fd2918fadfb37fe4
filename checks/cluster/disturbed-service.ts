// A service that a check disturbs while clients use it.
import { errors, print } from '../report.ts';
import type { Instance } from './instance.ts';

/** A running service, and the disturbances that the check causes. */
export interface DisturbedService {
  readonly name: string;
  readonly url: string;
  instances: Instance[];
  /** The disturbances. They run one after another while clients change tasks. */
  readonly disturb: readonly ((service: DisturbedService) => Promise<void>)[];
}

/** Starts an instance of the service. */
export type Start = (service: Pick<DisturbedService, 'url'>, name: string) => Promise<Instance>;

/** Ends an instance with a signal, and starts another one. An instance that is drained must exit with 0. */
export function replace(signal: 'SIGKILL' | 'SIGTERM', start: Start) {
  return async (service: DisturbedService): Promise<void> => {
    const [first, ...others] = service.instances;
    const code = await first?.end(signal);
    print(`  an instance was sent ${signal}, exit code ${code}`);
    if (signal === 'SIGTERM' && code !== 0)
      errors.push(`${service.name}: a drained instance exited with ${code}`);
    // The list still contains the ended instance until here, so clients have continued to call it.
    service.instances = [...others, await start(service, 'replacement')];
  };
}
