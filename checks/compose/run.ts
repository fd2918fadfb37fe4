// Runs every profile of docker-compose.yml (`npm run check:compose`): starts it as its documentation shows, waits until its
// containers are healthy, sends requests to each of them, and stops them. Fuzzes the API from inside the network.
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { findEngine } from '../../dast/container-engine.ts';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { check, errors, finish, print, printTable, recordError } from '../report.ts';
import { prepareImages } from './images.ts';
import { execute, profileFlags, openProject, succeed } from './project.ts';
import type { ContainerState, Project } from './project.ts';
import { requests, variables } from './requests.ts';

const { values } = readArguments(
  'npm run check:compose -- [--profile NAME…] [--examples N]\n' +
    '  runs every profile of docker-compose.yml. CONTAINER_TOOL selects the engine, and IMAGE an existing image of the service.\n' +
    '  STAND_INS=1 uses local programs instead of images that cannot be pulled, and skips what has no replacement.\n' +
    '  --profile   only this profile; `default` stands for the services without one\n' +
    '  --examples  fuzzing examples per operation (default 25)',
  {
    options: {
      profile: { type: 'string', multiple: true },
      examples: { type: 'string', default: '25' },
    },
  },
);

const useStandIns = !['', 'false', '0', undefined].includes(process.env['STAND_INS']);

/** The maximum time until a container is healthy, on an idle machine. */
const startSeconds = 120;

interface Row {
  readonly profile: string;
  readonly container: string;
  readonly image: string;
  readonly state: string;
  /** Seconds from the start of the profile until the container was healthy. */
  readonly seconds: string;
  stopped: string;
}

const rows: Row[] = [];
const skipped: string[] = [];
const standIns = new Map<string, string>();

const isSettled = ({ State, Health, ExitCode }: ContainerState): boolean =>
  State === 'running' ? Health === 'healthy' || Health === '' : State === 'exited' && ExitCode === 0;

/** The name of a profile in the output. */
const labelOf = (profile: string): string => (profile === '' ? 'default' : profile);

async function runProfile(project: Project, profile: string): Promise<void> {
  const name = labelOf(profile);
  print(`Profile ${name}`);
  const services = project.servicesOf(profile);
  const images = await prepareImages(project, services, useStandIns);
  for (const [image, content] of images.standIns) standIns.set(image, content);
  if (images.missing.size > 0) {
    for (const [image, reason] of images.missing) {
      if (useStandIns) skipped.push(`the profile ${name}: ${image}: ${reason}`);
      else check(`${image} is available`, false, reason);
    }
    return;
  }
  project.set({ TRUST_PROXY: '', TRACES_ENDPOINT: '', ...variables[profile] });
  try {
    if (profile === 'dast') await fuzz(project);
    else {
      await start(project, profile);
      const skip = (what: string, reason: string) => skipped.push(`${what}: ${reason}`);
      await requests[profile]?.({ project, standIns, skip });
      await checkRestarts(project, profile);
      await stop(project, profile);
    }
  } catch (error) {
    recordError(error);
    console.error((await project.execute([...profileFlags(profile), 'logs', '--tail', '40'])).stdout);
  } finally {
    await project.compose([...profileFlags(profile), 'down', '--volumes', '--timeout', '20']);
  }
}

async function start(project: Project, profile: string): Promise<void> {
  const started = performance.now();
  const settled = new Map<string, string>();
  const timeout = startSeconds * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
  // `--wait` would treat the exit of the migration as a failure.
  await project.compose([...profileFlags(profile), 'up', '--detach']);
  let containers: readonly ContainerState[];
  do {
    await setTimeout(500);
    containers = await project.containers(profile);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const container of containers.filter(isSettled))
      if (!settled.has(container.Service)) settled.set(container.Service, seconds);
  } while (!containers.every(isSettled) && performance.now() - started < timeout * 1000);
  for (const container of containers) {
    const { Service, State, Health, ExitCode } = container;
    const image = project.imageOf(Service);
    const state = State === 'exited' ? `exited ${ExitCode}` : Health || State;
    const seconds = settled.get(Service) ?? '';
    rows.push({ profile: labelOf(profile), container: Service, image, state, seconds, stopped: '' });
  }
  const expected = project.servicesOf(profile).map((service) => service.name);
  const unsettled = expected.filter((service) => !settled.has(service));
  check(`all ${expected.length} containers are healthy`, unsettled.length === 0, unsettled.join(', '));
  if (unsettled.length > 0)
    console.error((await project.execute(['logs', '--tail', '40', ...unsettled])).stdout);
}

interface Inspected {
  readonly RestartCount: number;
  readonly State: { readonly OOMKilled: boolean };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
}

async function checkRestarts(project: Project, profile: string): Promise<void> {
  const ids = (await project.containers(profile)).map(({ ID }) => ID);
  const inspected = JSON.parse(await succeed(project.engine, ['inspect', ...ids])) as Inspected[];
  const restarted = inspected.filter(({ RestartCount, State }) => RestartCount > 0 || State.OOMKilled);
  const names = restarted.map(({ Config }) => Config.Labels['com.docker.compose.service']);
  check('no container was restarted or ran out of memory', restarted.length === 0, names.join(', '));
}

/** Stops all containers. Each must end within its grace period. */
async function stop(project: Project, profile: string): Promise<void> {
  await project.compose([...profileFlags(profile), 'stop']);
  // The services that were killed with SIGKILL after they had ignored their stop signal.
  const killed: string[] = [];
  for (const { Service, ExitCode } of await project.containers(profile)) {
    const row = rows.findLast(({ container }) => container === Service);
    if (row !== undefined) row.stopped = String(ExitCode);
    if (ExitCode === 137) killed.push(Service);
  }
  check('all containers stop in time', killed.length === 0, killed.join(', '));
}

async function fuzz(project: Project): Promise<void> {
  project.set({ DAST_EXAMPLES: values.examples });
  for (const service of ['dast', 'dast-anonymous']) {
    const started = performance.now();
    const { code, stdout } = await project.execute(['--profile', 'dast', 'run', '--rm', '-T', service]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    check(`${service} finds nothing, with ${values.examples} examples`, code === 0, `exit code ${code}`);
    if (code !== 0) console.error(stdout.slice(-5000));
    const image = project.imageOf(service);
    rows.push({ profile: 'dast', container: service, image, state: `exited ${code}`, seconds, stopped: '' });
  }
}

/** Builds the image of the service, or tags the image in IMAGE with the name that docker-compose.yml uses. */
async function useImage(engine: string, project: Project): Promise<void> {
  const own = project.imageOf('api');
  const given = process.env['IMAGE'] ?? '';
  if (given === '') await project.compose(['build']);
  else if (given !== own) await succeed(engine, ['tag', given, own]);
}

function printRows(): void {
  printTable([
    ['profile', 'container', 'image', 'state', 'after s', 'stopped'],
    ...rows.map((row) => {
      const content = standIns.get(row.image);
      const image = content === undefined ? row.image : `${row.image} (stand-in: ${content})`;
      return [row.profile, row.container, image, row.state, row.seconds, row.stopped];
    }),
  ]);
}

const engine = findEngine(process.env);
if (engine === undefined || (await execute(engine, ['compose', 'version'])).code !== 0) {
  console.error(
    'No container engine with compose was found. Make sure that `docker compose version` succeeds.',
  );
  process.exit(2);
}
const project = await openProject(engine);
const all = ['', ...project.profiles];
const chosen = values.profile?.map((name) => (name === 'default' ? '' : name)) ?? all;
const unknown = chosen.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown profile: ${unknown.join(', ')}. Known: default, ${project.profiles.join(', ')}`);
  process.exit(2);
}
try {
  await useImage(engine, project);
  for (const profile of chosen) await runProfile(project, profile);
} catch (error) {
  recordError(error);
}
printRows();
for (const [image, content] of standIns) console.log(`Stand-in: ${image} is replaced by ${content}`);
for (const note of skipped) console.log(`Skipped ${note}`);
finish(errors.length === 0 ? '' : 'The output above contains the logs.');
