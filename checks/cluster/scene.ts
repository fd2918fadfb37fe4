// A service that a check disturbs while clients use it.
import { errors, say } from '../report.ts';
import type { Instance } from './instance.ts';

/** A running service, and the ways in which the check disturbs it. */
export interface Scene {
  readonly name: string;
  readonly url: string;
  instances: Instance[];
  /** The disturbances, which are called one after another during the changes. */
  readonly disturb: readonly ((scene: Scene) => Promise<void>)[];
}

/** Starts an instance of the service of a scene. */
export type Start = (scene: Pick<Scene, 'url'>, name: string) => Promise<Instance>;

/** Ends an instance with a signal, and starts another one. An instance that is drained must exit with 0. */
export function replace(signal: 'SIGKILL' | 'SIGTERM', start: Start) {
  return async (scene: Scene): Promise<void> => {
    const [first, ...others] = scene.instances;
    const code = await first?.end(signal);
    say(`  an instance was sent ${signal}, exit code ${code}`);
    if (signal === 'SIGTERM' && code !== 0)
      errors.push(`${scene.name}: a drained instance exited with ${code}`);
    // Until now, clients have continued to call the instance.
    scene.instances = [...others, await start(scene, 'replacement')];
  };
}
