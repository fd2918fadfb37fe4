// Gets a profile's images: builds or pulls them, or uses stand-ins for images that cannot be pulled.
import { execute, profileFlags } from './project.ts';
import type { Project, Service } from './project.ts';
import { buildStandIn } from './stand-ins.ts';

/** The program that a stand-in contains, by image. */
export type StandIns = Map<string, string>;

export interface Images {
  /** The unavailable images, each with the reason. */
  readonly missing: ReadonlyMap<string, string>;
  readonly standIns: StandIns;
}

/** The command that prints the version of a stand-in, by the last part of the image's name. */
const versionCommands: Readonly<Record<string, readonly string[]>> = {
  alertmanager: ['alertmanager', '--version'],
  haproxy: ['haproxy', '-v'],
  postgres: ['postgres', '--version'],
  prism: ['prism', '--version'],
  prometheus: ['prometheus', '--version'],
  redis: ['redis-server', '--version'],
  schemathesis: ['schemathesis', '--version'],
};

/** Makes the images of the services available. With `useStandIns`, replaces images that cannot be pulled. */
export async function prepareImages(
  project: Project,
  services: readonly Service[],
  useStandIns: boolean,
): Promise<Images> {
  const missing = new Map<string, string>();
  const standIns: StandIns = new Map();
  for (const { name, image, isBuilt } of services) {
    if (isBuilt) {
      if (!(await exists(project, image)))
        await project.compose([...project.profiles.flatMap(profileFlags), 'build', name]);
      continue;
    }
    const isThere =
      (await exists(project, image)) || (await execute(project.engine, ['pull', image])).code === 0;
    if (!isThere) {
      const reason = useStandIns ? await buildStandIn(project.engine, image) : 'it cannot be pulled';
      if (reason !== undefined) {
        missing.set(image, reason);
        continue;
      }
    }
    const content = await standInContent(project, image);
    if (content !== undefined) standIns.set(image, content);
  }
  return { missing, standIns };
}

async function exists({ engine }: Project, image: string): Promise<boolean> {
  return (await execute(engine, ['image', 'inspect', image])).code === 0;
}

/** Describes the program in a stand-in. Undefined if the image was pulled from a registry. */
async function standInContent({ engine }: Project, image: string): Promise<string | undefined> {
  const found = await execute(engine, ['image', 'inspect', image]);
  const [inspected] = JSON.parse(found.stdout) as [
    { RepoDigests?: string[]; Config: { Labels?: Record<string, string> | null } },
  ];
  const label = inspected.Config.Labels?.['stand-in'];
  if (label !== undefined) return label;
  if ((inspected.RepoDigests ?? []).length > 0) return undefined;
  const [name = image] = image.split('/').at(-1)?.split(':') ?? [];
  const [program, ...args] = versionCommands[name] ?? [];
  if (program === undefined) return 'a local image';
  const { stdout, stderr } = await execute(engine, ['run', '--rm', '--entrypoint', program, image, ...args]);
  const version = /\d+\.\d+(?:\.\d+)?/.exec(stdout + stderr)?.[0] ?? 'of unknown version';
  return `${name} ${version} from this machine`;
}
