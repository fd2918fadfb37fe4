// Schemathesis itself: the image of the pinned version where a container engine can get it, else the same version in
// a virtual environment that is made here.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportFolder, root, workFolder } from './place.ts';

/** Runs Schemathesis with these arguments, its output in a file. Resolves to its exit code. */
export type Schemathesis = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFile: string,
) => Promise<number | null>;

const requirementsFile = join(import.meta.dirname, 'requirements.txt');
const ownEnvironment = {
  // It would write into the project otherwise.
  HYPOTHESIS_STORAGE_DIRECTORY: join(workFolder, 'hypothesis'),
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Gets Schemathesis ready. Throws with what is missing on this machine. */
export function prepareSchemathesis(engine: string | undefined): Schemathesis {
  const requirements = readFileSync(requirementsFile, 'utf8');
  const image = `schemathesis/schemathesis:${pinnedVersion(requirements)}`;
  if (engine === undefined || !canGet(engine, image)) {
    const program = installed(requirements);
    return (args, environment, logFile) => run(program, args, environment, logFile);
  }
  // The network of the host, because the service is reached under the address that the curl lines then have.
  const options = ['run', '--rm', '--network', 'host', '--workdir', root, '--volume', `${root}:${root}:ro`];
  const writable = [reportFolder, workFolder].flatMap((folder) => ['--volume', `${folder}:${folder}`]);
  const user = ['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`];
  return (args, environment, logFile) => {
    const names = Object.keys({ ...environment, ...ownEnvironment }).flatMap((name) => ['--env', name]);
    return run(engine, [...options, ...writable, ...user, ...names, image, ...args], environment, logFile);
  };
}

/** Whether the engine has an image, or finds it in a registry that it reaches. */
function canGet(engine: string, image: string): boolean {
  return [
    ['image', 'inspect', image],
    ['pull', image],
  ].some((args) => spawnSync(engine, args, { stdio: 'ignore' }).status === 0);
}

/** The version of Schemathesis in a requirements file. */
export function pinnedVersion(requirements: string): string {
  const version = /^schemathesis==(\S+)/m.exec(requirements)?.[1];
  if (version === undefined) throw new Error('dast/requirements.txt pins no schemathesis');
  return version;
}

function installed(requirements: string): string {
  const folder = join(import.meta.dirname, '.venv');
  const marker = join(folder, 'installed');
  const program = join(folder, 'bin', 'schemathesis');
  const wanted = createHash('sha256').update(requirements).digest('hex');
  if (existsSync(program) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return program;

  const isNewEnough = ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'];
  if (spawnSync('python3', isNewEnough, { stdio: 'ignore' }).status !== 0) {
    throw new Error(
      'Fuzzing needs Docker (`docker info` has to work), or python3 from 3.11 on with venv ' +
        '(Debian: apt-get install python3-venv). Neither is here.',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  step('python3', ['-m', 'venv', folder]);
  const quiet = ['--quiet', '--disable-pip-version-check'];
  step(join(folder, 'bin', 'pip'), [
    'install',
    ...quiet,
    '--require-hashes',
    '--requirement',
    requirementsFile,
  ]);
  writeFileSync(marker, wanted);
  return program;
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
