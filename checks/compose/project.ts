// A docker compose project with its own name and ports, so that a running setup remains untouched.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../dast/paths.ts';
import { freePort } from '../../tests/support/free-port.ts';

export interface Service {
  readonly name: string;
  readonly image: string;
  /** Whether the project builds the image. */
  readonly isBuilt: boolean;
  readonly profiles: readonly string[];
}

/** A container, as `docker compose ps` reports it. */
export interface ContainerState {
  readonly Service: string;
  readonly State: string;
  /** Empty without a health check. */
  readonly Health: string;
  readonly ExitCode: number;
  readonly ID: string;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in the project's root directory, and waits until it exits. */
export function execute(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { cwd: root, env: { ...process.env, ...environment }, maxBuffer: 1 << 28 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Runs a program like `execute`, and throws if it fails. Returns its standard output. */
export async function succeed(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await execute(command, args, environment);
  if (code !== 0)
    throw new Error(`\`${[command, ...args].join(' ')}\` failed:\n${`${stdout}${stderr}`.trim()}`);
  return stdout;
}

export interface Project {
  readonly engine: string;
  readonly services: readonly Service[];
  readonly profiles: readonly string[];
  /** The services that start with a profile: its own, and the services without a profile. */
  servicesOf(profile: string): readonly Service[];
  /** The image of a service. Throws if docker-compose.yml does not define the service. */
  imageOf(service: string): string;
  /** The value of a variable in docker-compose.yml that sets a port. */
  port(variable: string): string;
  /** Sets variables for all further commands. */
  set(variables: Readonly<Record<string, string>>): void;
  /** Runs a command line, as the documentation shows it. */
  shell(line: string): Promise<Outcome>;
  /** Runs `docker compose`. */
  execute(args: readonly string[]): Promise<Outcome>;
  /** Runs `docker compose`, and throws if it fails. Returns its standard output. */
  compose(args: readonly string[]): Promise<string>;
  containers(profile: string): Promise<readonly ContainerState[]>;
}

/** The flags that select a profile. The empty name stands for the services without one. */
export function profileFlags(profile: string): string[] {
  return profile === '' ? [] : ['--profile', profile];
}

export async function openProject(engine: string): Promise<Project> {
  const data = (await succeed(engine, ['info', '--format', '{{.DockerRootDir}}'])).trim();
  const environment: Record<string, string> = {
    COMPOSE_PROJECT_NAME: `task-manager-check-${process.pid}`,
    COMPOSE_PROFILES: '',
    CONTAINER_LOGS: join(data, 'containers'),
  };
  const file = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  for (const [, name = ''] of file.matchAll(/\$\{([A-Z]+_PORT):-/g))
    environment[name] ??= String(await freePort());

  // Ignores .env, whose variables configure a service outside of docker compose.
  const command = (args: readonly string[]) => ['compose', '--env-file', '/dev/null', ...args];
  const compose = (args: readonly string[]) => succeed(engine, command(args), environment);
  const services = await readServices(compose);
  return {
    engine,
    services,
    profiles: [...new Set(services.flatMap(({ profiles }) => profiles))],
    servicesOf: (profile) =>
      services.filter(({ profiles }) => profiles.length === 0 || profiles.includes(profile)),
    imageOf: (service) => {
      const found = services.find(({ name }) => name === service);
      if (found === undefined) throw new Error(`docker-compose.yml has no service ${service}`);
      return found.image;
    },
    port: (variable) => {
      const port = environment[variable];
      if (port === undefined) throw new Error(`docker-compose.yml does not use ${variable}`);
      return port;
    },
    set: (variables) => Object.assign(environment, variables),
    shell: (line) => execute('bash', ['-c', line], environment),
    execute: (args) => execute(engine, command(args), environment),
    compose,
    containers: async (profile) => {
      const text = await compose([...profileFlags(profile), 'ps', '--all', '--format', 'json']);
      // Depending on its version, docker compose prints an array or one object per line.
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return lines.flatMap((line) => JSON.parse(line) as ContainerState | ContainerState[]);
    },
  };
}

async function readServices(compose: Project['compose']): Promise<Service[]> {
  const names = (await compose(['config', '--profiles'])).split(/\s+/).filter((name) => name !== '');
  const config = JSON.parse(
    await compose([...names.flatMap(profileFlags), 'config', '--format', 'json']),
  ) as { services: Record<string, { image: string; build?: object; profiles?: string[] }> };
  return Object.entries(config.services).map(([name, { image, build, profiles = [] }]) => ({
    name,
    image,
    isBuilt: build !== undefined,
    profiles,
  }));
}
