// The shell scripts of the workflows, run with stubs of docker, cosign and gh that record their arguments.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stepsOf, workflows } from './workflow.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  await mkdir(join(folder, 'bin'));
  await mkdir(join(folder, 'work'));
});
afterEach(removeTemporaryFolders);

/** Adds a stub to the PATH that records its arguments and runs a script. */
async function stand(program: string, then = ':'): Promise<void> {
  const file = join(folder, 'bin', program);
  await writeFile(file, `#!/bin/sh\necho "${program} $*" >>"${folder}/calls"\n${then}\n`);
  await chmod(file, 0o755);
}

/** Runs a step, by id or name, like GitHub: with pipefail and an output file. */
async function run(file: string, step: string, env: Readonly<Record<string, string>>) {
  const found = stepsOf(workflows.get(file)!).find(
    ({ step: { id, name } }) => id === step || name?.startsWith(step),
  );
  const output = join(folder, 'output');
  await writeFile(output, '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', found!.step.run!],
    {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
      env: {
        PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
        HOME: folder,
        GITHUB_OUTPUT: output,
        GITHUB_SHA: 'abc',
        RUNNER_TEMP: folder,
        ...env,
      },
    },
  );
  const calls = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
  return {
    status,
    said: stdout + stderr,
    outputs: await readFile(output, 'utf8'),
    calls: calls.split('\n').filter(Boolean),
  };
}

describe('publishing', () => {
  const image = {
    IMAGE: 'ghcr.io/acme/tasks',
    DIGEST: 'sha256:1',
    VERSION: '1.2.0',
    DOCKERHUB_REPOSITORY: '',
  };
  const publish = async (env: Readonly<Record<string, string>>, inspected = 'sha256:1') => {
    await stand('docker', `[ "$3" != inspect ] || echo ${inspected}`);
    await stand('cosign', 'echo tlog entry created');
    return run('publish.yml', 'publish', { ...image, ...env });
  };

  test('tags the candidate of main and signs it', async () => {
    const { status, calls, outputs } = await publish({ RELEASE: 'false' });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'docker buildx imagetools create --tag=ghcr.io/acme/tasks:latest --tag=ghcr.io/acme/tasks:sha-abc ghcr.io/acme/tasks@sha256:1',
      'docker buildx imagetools inspect --format {{.Manifest.Digest}} ghcr.io/acme/tasks:sha-abc',
      'cosign sign --yes --recursive ghcr.io/acme/tasks@sha256:1',
    ]);
    expect(outputs).toBe('tags<<END\nghcr.io/acme/tasks:latest\nghcr.io/acme/tasks:sha-abc\nEND\n');
  });

  test('tags a release with its version, and pushes to Docker Hub if configured', async () => {
    const { calls, outputs } = await publish({ RELEASE: 'true', DOCKERHUB_REPOSITORY: 'acme/tasks' });
    expect(calls).toContain(
      'docker buildx imagetools create --tag=docker.io/acme/tasks:latest --tag=docker.io/acme/tasks:sha-abc --tag=docker.io/acme/tasks:1.2.0 ghcr.io/acme/tasks@sha256:1',
    );
    expect(calls).toContain('cosign sign --yes --recursive docker.io/acme/tasks@sha256:1');
    expect(outputs.split('\n').filter((line) => line.includes(':1.2.0'))).toEqual([
      'ghcr.io/acme/tasks:1.2.0',
      'docker.io/acme/tasks:1.2.0',
    ]);
  });

  test('fails without signing if a registry returns another digest', async () => {
    const { status, said, calls } = await publish({ RELEASE: 'false' }, 'sha256:2');
    expect(status).toBe(1);
    expect(said).toContain('ghcr.io/acme/tasks has sha256:2, not sha256:1');
    expect(calls.filter((call) => call.startsWith('cosign'))).toEqual([]);
  });

  test.each<[what: string, release: boolean, kept: string | undefined, released: boolean]>([
    ['a commit that keeps the contract of a version', true, 'one', false],
    ['a later commit of the same version', false, 'one', true],
    ['a commit whose version is not kept', false, undefined, false],
    ['a commit that changed the contract since', false, 'another', false],
  ])('treats %s as a release: %s', async (_what, release, kept, released) => {
    await mkdir(join(folder, 'work/contracts'));
    await writeFile(join(folder, 'work/openapi.yaml'), 'one');
    if (kept !== undefined) await writeFile(join(folder, 'work/contracts/1.2.0.yaml'), kept);
    await stand('gh', `echo v1.1.0; ${released ? 'echo v1.2.0' : ':'}`);
    const { status, outputs } = await run('publish.yml', 'version', {
      VERSION: '1.2.0',
      GITHUB_REPOSITORY: 'acme/tasks',
    });
    expect([status, outputs]).toEqual([0, `release=${release}\n`]);
  });

  test('treats nothing as a release if GitHub does not respond', async () => {
    await stand('gh', 'exit 1');
    const { status, outputs } = await run('publish.yml', 'version', {
      VERSION: '1.2.0',
      GITHUB_REPOSITORY: 'acme/tasks',
    });
    expect([status, outputs]).toEqual([1, '']);
  });
});

test('creates a branch and a pull request for a release, and starts its checks', async () => {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
  const me = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'origin')]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', join(folder, 'origin'));
  await writeFile(join(folder, 'work/CHANGELOG.md'), '# Changelog\n');
  git('add', '.');
  git(...me, 'commit', '--quiet', '--message', 'feat: begin');
  // The step before.
  await writeFile(join(folder, 'work/CHANGELOG.md'), '# Changelog\n\n## [1.2.0]\n');
  await mkdir(join(folder, 'work/contracts'));
  await writeFile(join(folder, 'work/contracts/1.2.0.yaml'), 'openapi: 3.1.1\n');
  expect(await run('release.yml', 'Save the changes as a patch', {})).toMatchObject({ status: 0 });
  await writeFile(join(folder, 'release.patch'), await readFile(join(folder, 'work/release.patch')));
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '--force', '-d');

  await stand('gh');
  const { status, said, calls } = await run(
    'release.yml',
    'Open the pull request and start its checks, since GitHub does not for workflows',
    { VERSION: '1.2.0' },
  );
  expect([status, said]).toEqual([0, expect.any(String)]);
  expect(git('ls-tree', '-r', '--name-only', 'origin/release/1.2.0')).toBe(
    'CHANGELOG.md\ncontracts/1.2.0.yaml\n',
  );
  expect(git('log', '--format=%an %s', '-1', 'origin/release/1.2.0')).toBe(
    'github-actions[bot] chore: release 1.2.0\n',
  );
  expect(calls.map((call) => call.split(' ').slice(0, 5).join(' '))).toEqual([
    'gh auth setup-git',
    'gh pr create --head release/1.2.0',
    'gh workflow run pipeline.yml --ref',
  ]);
});

describe('the detection of contract changes', () => {
  test.each<[file: string, changed: boolean]>([
    ['openapi.yaml', true],
    ['contracts/accepted.txt', true],
    ['README.md', false],
  ])('depends on the changed files: %s', async (file, changed) => {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: join(folder, 'work'), encoding: 'utf8' });
    git('init', '--quiet');
    await mkdir(join(folder, 'work/contracts'));
    for (const text of ['one', 'two']) {
      await writeFile(join(folder, 'work', file), text);
      git('add', '.');
      git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'commit', '--quiet', '--message', text);
    }
    expect((await run('contract.yml', 'changed', {})).outputs).toBe(`changed=${changed}\n`);
  });
});
