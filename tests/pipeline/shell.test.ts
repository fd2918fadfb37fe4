// Runs the shell scripts of the workflows with stubs of docker, cosign and gh that record their arguments.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readVersion } from '../../scripts/compatibility/compare.ts';
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

/** Runs a step, by id or name, as GitHub does: with pipefail and an output file. */
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
    printed: stdout + stderr,
    outputs: await readFile(output, 'utf8'),
    calls: calls.split('\n').filter(Boolean),
  };
}

describe('publishing', () => {
  const image = {
    IMAGE: 'ghcr.io/acme/tasks',
    CANDIDATE: 'sha256:1',
    VERSION: '1.2.0',
    DOCKERHUB_REPOSITORY: '',
    SIGN: 'true',
  };
  /**
   * Runs the step. The stub of Docker returns the digest of the commit's existing tag (`before`) and of the copied image
   * (`inspected`).
   */
  const publish = async (
    env: Readonly<Record<string, string>>,
    { before = '', inspected = 'sha256:1', error = 'ERROR: ghcr.io/acme/tasks:sha-abc: not found' } = {},
  ) => {
    // The first inspection looks up the tag, before anything is created.
    const first = before === '' ? `echo '${error}' >&2; exit 1` : `echo ${before}; exit`;
    await stand(
      'docker',
      `[ "$3" = inspect ] || { touch "${folder}/created"; exit; }
       [ -e "${folder}/created" ] || { ${first}; }
       echo ${inspected}`,
    );
    await stand('cosign', 'echo tlog entry created');
    return run('publish.yml', 'publish', { ...image, ...env });
  };

  test('tags the candidate of main and signs it, without `latest`', async () => {
    const { status, calls, outputs } = await publish({ RELEASE: 'false' });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'docker buildx imagetools inspect --format {{.Manifest.Digest}} ghcr.io/acme/tasks:sha-abc',
      'docker buildx imagetools create --tag=ghcr.io/acme/tasks:sha-abc ghcr.io/acme/tasks@sha256:1',
      'docker buildx imagetools inspect --format {{.Manifest.Digest}} ghcr.io/acme/tasks:sha-abc',
      'cosign sign --yes --recursive ghcr.io/acme/tasks@sha256:1',
    ]);
    expect(outputs).toBe('digest=sha256:1\ntags<<END\nghcr.io/acme/tasks:sha-abc\nEND\n');
  });

  test('tags a release with its version, and pushes to Docker Hub if configured', async () => {
    const { calls, outputs } = await publish({ RELEASE: 'true', DOCKERHUB_REPOSITORY: 'acme/tasks' });
    expect(calls).toContain(
      'docker buildx imagetools create --tag=docker.io/acme/tasks:sha-abc --tag=docker.io/acme/tasks:1.2.0 ghcr.io/acme/tasks@sha256:1',
    );
    expect(calls).toContain('cosign sign --yes --recursive docker.io/acme/tasks@sha256:1');
    expect(outputs.split('\n').filter((line) => line.includes(':1.2.0'))).toEqual([
      'ghcr.io/acme/tasks:1.2.0',
      'docker.io/acme/tasks:1.2.0',
    ]);
  });

  test('keeps the published image of a commit, even if a rerun built a different one', async () => {
    const { status, calls, outputs, printed } = await publish(
      { RELEASE: 'true', CANDIDATE: 'sha256:2' },
      { before: 'sha256:1' },
    );
    expect([status, printed]).toEqual([0, expect.stringContaining('already published as sha256:1')]);
    expect(outputs).toContain('digest=sha256:1\n');
    expect(calls.filter((call) => call.includes('sha256:2'))).toEqual([]);
  });

  test('fails if it is unknown whether the commit was published', async () => {
    const { status, calls } = await publish(
      { RELEASE: 'false' },
      { error: 'ERROR: 503 Service Unavailable' },
    );
    expect(status).toBe(1);
    expect(calls.filter((call) => call.includes('create'))).toEqual([]);
  });

  test('does not sign unless it is allowed to', async () => {
    const { status, calls } = await publish({ RELEASE: 'false', SIGN: 'false' });
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith('cosign'))).toEqual([]);
  });

  test('fails without signing if a registry returns a different digest', async () => {
    const { status, printed, calls } = await publish({ RELEASE: 'false' }, { inspected: 'sha256:2' });
    expect(status).toBe(1);
    expect(printed).toContain('ghcr.io/acme/tasks contains sha256:2, not sha256:1');
    expect(calls.filter((call) => call.startsWith('cosign'))).toEqual([]);
  });
});

/** Creates a repository in `work` with an origin. */
async function repository() {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
  const me = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
  const commit = (message: string): string => {
    git('add', '.');
    git(...me, 'commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD').trim();
  };
  execFileSync('git', ['init', '--quiet', '--bare', join(folder, 'origin')]);
  git('init', '--quiet', '--initial-branch', 'main');
  git('remote', 'add', 'origin', join(folder, 'origin'));
  await mkdir(join(folder, 'work/contracts'));
  await writeFile(join(folder, 'work/CHANGELOG.md'), '# Changelog\n');
  return { git, commit };
}

describe('the step that claims a version', () => {
  const claim = async (openapi: string, kept: string | undefined, taken: boolean) => {
    const { git, commit } = await repository();
    await writeFile(join(folder, 'work/openapi.yaml'), openapi);
    if (kept !== undefined) await writeFile(join(folder, 'work/contracts/1.2.0.yaml'), kept);
    const before = commit('feat: begin');
    const now = commit('fix: go on');
    git('push', '--quiet', 'origin', 'main');
    if (taken) git('push', '--quiet', 'origin', `${before}:refs/tags/v1.2.0`);
    await stand('gh');
    const claimed = () => run('publish.yml', 'claim', { VERSION: '1.2.0', GITHUB_SHA: now });
    return { claimed, now, tag: () => git('ls-remote', 'origin', 'refs/tags/v1.2.0').split('\t')[0] };
  };

  test('tags the first commit that stores the contract, and does the same in a rerun', async () => {
    const { claimed, now, tag } = await claim('one', 'one', false);
    expect(await claimed()).toMatchObject({ status: 0, outputs: 'release=true\n' });
    expect(tag()).toBe(now);
    expect(await claimed()).toMatchObject({ status: 0, outputs: 'release=true\n' });
    expect(tag()).toBe(now);
  });

  test.each<[what: string, kept: string | undefined, taken: boolean]>([
    ['another commit has the tag', 'one', true],
    ['the version is not stored', undefined, false],
    ['the contract has changed since', 'another', false],
  ])('releases nothing if %s', async (_what, kept, taken) => {
    const { claimed, now, tag } = await claim('one', kept, taken);
    expect(await claimed()).toMatchObject({ status: 0, outputs: 'release=false\n' });
    expect(tag()).not.toBe(now);
  });

  test('fails if the tag cannot be created', async () => {
    const { claimed } = await claim('one', 'one', false);
    await writeFile(join(folder, 'origin/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(await claimed()).toMatchObject({ status: 1, outputs: '' });
  });
});

describe('the step before `latest` moves', () => {
  const current = async (docker: string) => {
    await stand('docker', docker);
    return run('pipeline.yml', 'current', { IMAGE: 'ghcr.io/acme/tasks' });
  };

  test.each<[what: string, docker: string, status: number, outputs: string]>([
    [
      'reads the commit of the image',
      `echo '{"annotations":{"org.opencontainers.image.revision":"def"}}'`,
      0,
      'commit=def\n',
    ],
    ['finds no commit in an image without one', `echo '{"manifests":[]}'`, 0, 'commit=\n'],
    [
      'finds no commit before the first publication',
      `echo 'ERROR: …:latest: not found' >&2; exit 1`,
      0,
      'commit=\n',
    ],
    ['fails if the registry fails', `echo 'ERROR: 503' >&2; exit 1`, 1, ''],
  ])('%s', async (_what, docker, status, outputs) => {
    expect(await current(docker)).toMatchObject({ status, outputs });
  });

  test('annotates the candidate with its commit', async () => {
    await stand('docker', '[ "$3" != inspect ] || echo sha256:9');
    const { calls, outputs } = await run('build.yml', 'join', {
      IMAGE: 'ghcr.io/acme/tasks',
      AMD64: 'sha256:1',
      ARM64: 'sha256:2',
      GITHUB_RUN_ID: '42',
      GITHUB_RUN_ATTEMPT: '2',
    });
    expect(outputs).toBe('digest=sha256:9\n');
    expect(calls[0]).toBe(
      'docker buildx imagetools create --tag ghcr.io/acme/tasks:candidate-42-2 --annotation index:org.opencontainers.image.revision=abc ghcr.io/acme/tasks@sha256:1 ghcr.io/acme/tasks@sha256:2',
    );
  });
});

describe('the job `required`', () => {
  const results = (results: Readonly<Record<string, string>>) => {
    const needs = Object.entries(results).map(([name, result]) => [name, { result, outputs: {} }]);
    return run('pipeline.yml', 'Fail unless', { NEEDS: JSON.stringify(Object.fromEntries(needs)) });
  };

  test('passes if every job succeeded', async () => {
    expect(await results({ test: 'success', build: 'success' })).toMatchObject({ status: 0, printed: '' });
  });

  test.each(['failure', 'cancelled', 'skipped'])('names a job with the result %s', async (result) => {
    expect(await results({ test: 'success', build: result })).toMatchObject({
      status: 1,
      printed: `::error::build: ${result}\n`,
    });
  });
});

test('reads the contract version without npm packages', async () => {
  await writeFile(
    join(folder, 'work/openapi.yaml'),
    await readFile(new URL('../../openapi.yaml', import.meta.url)),
  );
  const { outputs } = await run('build.yml', 'version', {});
  expect(outputs).toBe(`version=${await readVersion(new URL('../../openapi.yaml', import.meta.url))}\n`);
});

test('creates a branch and a pull request for a release, starts its checks, and can be repeated', async () => {
  const { git, commit } = await repository();
  commit('feat: begin');
  // Makes the changes of the preceding step.
  await writeFile(join(folder, 'work/CHANGELOG.md'), '# Changelog\n\n## [1.2.0]\n');
  await writeFile(join(folder, 'work/contracts/1.2.0.yaml'), 'openapi: 3.1.1\n');
  expect(await run('release.yml', 'Save the changes as a patch', {})).toMatchObject({ status: 0 });
  await writeFile(join(folder, 'release.patch'), await readFile(join(folder, 'work/release.patch')));

  const propose = async (open: number) => {
    // The next job has a fresh checkout.
    git('checkout', '--quiet', '--force', 'main');
    git('clean', '--quiet', '--force', '-d');
    await rm(join(folder, 'calls'), { force: true });
    await stand('gh', `[ "$2" != list ] || echo ${open}`);
    const { status, printed, calls } = await run('release.yml', 'Open the pull request', {
      VERSION: '1.2.0',
    });
    expect([status, printed]).toEqual([0, expect.any(String)]);
    return calls.map((call) => call.split(' ').slice(0, 5).join(' '));
  };
  expect(await propose(0)).toEqual([
    'gh auth setup-git',
    'gh pr list --head release/1.2.0',
    'gh pr create --head release/1.2.0',
    'gh workflow run pipeline.yml --ref',
  ]);
  expect(git('ls-tree', '-r', '--name-only', 'origin/release/1.2.0')).toBe(
    'CHANGELOG.md\ncontracts/1.2.0.yaml\n',
  );
  expect(git('log', '--format=%an %s', '-1', 'origin/release/1.2.0')).toBe(
    'github-actions[bot] chore: release 1.2.0\n',
  );

  // Adds a commit to main, so that the branch of the first attempt is not an ancestor.
  git('checkout', '--quiet', '--force', 'main');
  commit('fix: go on');
  git('branch', '--quiet', '-D', 'release/1.2.0');
  expect(await propose(1)).toEqual([
    'gh auth setup-git',
    'gh pr list --head release/1.2.0',
    'gh workflow run pipeline.yml --ref',
  ]);
  expect(git('log', '--format=%s', '-2', 'origin/release/1.2.0')).toBe('chore: release 1.2.0\nfix: go on\n');
});

describe("the repair of Dependabot's lock file", () => {
  const repair = async (lock: object) => {
    const { git, commit } = await repository();
    await mkdir(join(folder, 'work/scripts/tools'), { recursive: true });
    for (const file of ['scripts/lock.ts', 'scripts/tools/arguments.ts', 'package.json'])
      await writeFile(join(folder, 'work', file), await readFile(new URL(`../../${file}`, import.meta.url)));
    await writeFile(join(folder, 'work/package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
    const before = commit('build: bump ring');
    await stand('gh');
    await stand('node', `exec "${process.execPath}" "$@"`);
    const { status, printed, calls } = await run('dependabot.yml', 'Repair the lock file', {
      BRANCH: 'dependabot/ring',
    });
    expect([status, printed]).toEqual([0, expect.any(String)]);
    const pushed = git('ls-remote', 'origin', 'refs/heads/dependabot/ring');
    return { git, before, pushed, calls: calls.filter((call) => call.startsWith('gh ')) };
  };
  const entry = { version: '13.2.0' };

  test('pushes the repaired file and starts the checks', async () => {
    const { git, pushed, calls } = await repair({ packages: { 'node_modules/better-sqlite3': entry } });
    expect(pushed).not.toBe('');
    expect(git('show', 'HEAD:package-lock.json')).toContain('"gypfile": false');
    expect(calls).toEqual(['gh auth setup-git', 'gh workflow run pipeline.yml --ref dependabot/ring']);
  });

  test('leaves a complete file alone', async () => {
    const { pushed, calls } = await repair({
      packages: { 'node_modules/better-sqlite3': { ...entry, gypfile: false } },
    });
    expect([pushed, calls]).toEqual(['', []]);
  });
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
