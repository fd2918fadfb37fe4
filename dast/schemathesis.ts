// Runs Schemathesis, and Python with its packages, at the pinned version: in the official image if a container engine can
// pull it, else in a virtual environment.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportFolder, root, workFolder } from './paths.ts';

/** Runs a program with its output in a file. Resolves to its exit code. */
export type Schemathesis = (
  program: 'schemathesis' | 'python',
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFile: string,
) => Promise<number | null>;

const requirementsFile = join(import.meta.dirname, 'requirements.txt');
const ownEnvironment = {
  // By default, Hypothesis stores its data in the root of the project.
  HYPOTHESIS_STORAGE_DIRECTORY: join(workFolder, 'hypothesis'),
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Installs Schemathesis if necessary. Throws if a prerequisite is missing. */
export function prepareSchemathesis(engine: string | undefined): Schemathesis {
  const requirements = readFileSync(requirementsFile, 'utf8');
  const image = `schemathesis/schemathesis:${pinnedVersion(requirements)}`;
  if (engine === undefined || !isAvailable(engine, image)) {
    const folder = installPrograms(requirements);
    return (program, args, environment, logFile) => run(join(folder, program), args, environment, logFile);
  }
  // Uses the host's network, so that the curl commands contain an address that works outside the container.
  const options = ['run', '--rm', '--network', 'host', '--workdir', root, '--volume', `${root}:${root}:ro`];
  const writable = [reportFolder, workFolder].flatMap((folder) => ['--volume', `${folder}:${folder}`]);
  const user = ['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`];
  return (program, args, environment, logFile) => {
    const names = Object.keys({ ...environment, ...ownEnvironment }).flatMap((name) => ['--env', name]);
    const entrypoint = ['--entrypoint', program];
    const command = [...options, ...writable, ...user, ...names, ...entrypoint, image, ...args];
    return run(engine, command, environment, logFile);
  };
}

/** Whether the engine has the image or can pull it. */
function isAvailable(engine: string, image: string): boolean {
  return [
    ['image', 'inspect', image],
    ['pull', image],
  ].some((args) => spawnSync(engine, args, { stdio: 'ignore' }).status === 0);
}

/** The version of Schemathesis in a requirements file. */
export function pinnedVersion(requirements: string): string {
  const version = /^schemathesis==(\S+)/m.exec(requirements)?.[1];
  if (version === undefined) throw new Error('dast/requirements.txt does not pin schemathesis');
  return version;
}

/** Creates the virtual environment if necessary. Returns the directory of its programs. */
function installPrograms(requirements: string): string {
  const folder = join(import.meta.dirname, '.venv');
  const marker = join(folder, 'installed');
  const programs = join(folder, 'bin');
  const checksum = createHash('sha256').update(requirements).digest('hex');
  const isInstalled = existsSync(join(programs, 'schemathesis')) && existsSync(marker);
  if (isInstalled && readFileSync(marker, 'utf8') === checksum) return programs;

  const isNewEnough = ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'];
  if (spawnSync('python3', isNewEnough, { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'Fuzzing requires Docker (`docker info` must succeed) or Python 3.11 with venv ' +
        '(Debian: apt-get install python3-venv). Neither was found.',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  step('python3', ['-m', 'venv', folder]);
  const quiet = ['--quiet', '--disable-pip-version-check'];
  step(join(programs, 'pip'), ['install', ...quiet, '--require-hashes', '--requirement', requirementsFile]);
  writeFileSync(marker, checksum);
  return programs;
}

function step(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` failed`);
}

async function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<number | null> {
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...ownEnvironment, ...environment },
    stdio: ['ignore', log, log],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
