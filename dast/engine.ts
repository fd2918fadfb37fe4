// The container engine, where there is one: Docker, or what CONTAINER_TOOL names (podman, nerdctl), called in the
// same way.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.ts';

/** The command of a container engine that works, or undefined. */
export function findEngine(environment: NodeJS.ProcessEnv): string | undefined {
  const tool = environment['CONTAINER_TOOL'] ?? 'docker';
  const works = spawnSync(tool, ['info'], { stdio: 'ignore' }).status === 0;
  if (!works && environment['CONTAINER_TOOL'] !== undefined)
    throw new Error(`\`${tool} info\` does not work`);
  return works ? tool : undefined;
}

/** The image of the service: IMAGE as it is, else one that is built now; undefined when there is nothing to build. */
export function serviceImage(engine: string, environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment['IMAGE'];
  if (given !== undefined && given !== '') return given;
  if (!existsSync(join(root, 'Dockerfile'))) return undefined;
  const image = 'task-manager-api:dast';
  const built = spawnSync(engine, ['build', '--tag', image, '.'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error(`The image could not be built. Try \`${engine} build .\``);
  return image;
}
