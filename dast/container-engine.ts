// The container engine: Docker, or a compatible command from CONTAINER_TOOL (podman, nerdctl).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** The same restrictions as in docker-compose.yml. */
export const restricted = [
  ...['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges'],
];

/** The command of a working container engine, or undefined. */
export function findEngine(environment: NodeJS.ProcessEnv): string | undefined {
  const tool = environment['CONTAINER_TOOL'] ?? 'docker';
  const works = spawnSync(tool, ['info'], { stdio: 'ignore' }).status === 0;
  if (!works && environment['CONTAINER_TOOL'] !== undefined) throw new Error(`\`${tool} info\` failed`);
  return works ? tool : undefined;
}

/** The service image: IMAGE, or a newly built one. Undefined if there is no Dockerfile. */
export function serviceImage(engine: string, environment: NodeJS.ProcessEnv): string | undefined {
  const given = environment['IMAGE'];
  if (given !== undefined && given !== '') return given;
  if (!existsSync(join(root, 'Dockerfile'))) return undefined;
  const image = 'task-manager-api:dast';
  // A build argument without a value takes the value of the environment variable with its name. If that variable is
  // unset, the Dockerfile's default applies.
  const bases = ['--build-arg', 'NODE_IMAGE', '--build-arg', 'BASE_IMAGE'];
  const built = spawnSync(engine, ['build', '--tag', image, ...bases, '.'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error(`Building the image failed. Run \`${engine} build .\` for details`);
  return image;
}
