// Checks the workflows against the rules in rules.ts, and against each other and the project.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { rules } from './rules.ts';
import { needsOf, parseWorkflow, stepsOf, workflows } from './workflow.ts';
import type { Workflow } from './workflow.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const named = (file: string): Workflow => workflows.get(file)!;
const pipeline = named('pipeline.yml');

describe.each([...workflows])('%s', (_file, workflow) => {
  test.each(Object.entries(rules))('%s', (_name, rule) => {
    expect(rule(workflow)).toEqual([]);
  });
});

describe('the workflow rules', () => {
  const step = 'jobs: { a: { permissions: {}, timeout-minutes: 1, steps: [';
  test.each<[rule: string, text: string]>([
    ['actions are pinned to a commit, with the version in a comment', '      - uses: actions/checkout@v7'],
    [
      'actions are pinned to a commit, with the version in a comment',
      '      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
    ],
    ['permissions are granted per job', 'permissions: { contents: read }\njobs: {}'],
    ['permissions are granted per job', 'permissions: {}\njobs: { a: { steps: [] } }'],
    [
      'a job that installs packages may write only findings',
      'jobs: { a: { permissions: { contents: write }, steps: [{ run: npm ci }] } }',
    ],
    ['a checkout does not persist credentials', `${step} { uses: 'actions/checkout@x' }] } }`],
    ['a job starts with harden-runner', `${step} { uses: 'actions/checkout@x' }] } }`],
    ['a job has a timeout', 'jobs: { a: { steps: [] } }'],
    ['scripts contain no expressions', `${step} { run: 'echo \${{ github.ref }}' }] } }`],
    [
      'event data is used only in conditions and variables',
      '  title: ${{ github.event.pull_request.title }}',
    ],
    ['no event grants forks the permissions of the repository', 'on: { pull_request_target: {} }'],
    ['a failure inside a pipe fails the step', '      - run: npm test | tee log'],
    ['triggered runs have a concurrency group', 'on: { push: {} }'],
    ['caches are disabled', `${step} { uses: 'actions/cache@x' }] } }`],
    ['caches are disabled', `${step} { uses: 'actions/setup-node@x' }] } }`],
    ['scripts exist', `${step} { run: npm run nothing }] } }`],
    ['scripts exist', `${step} { run: node scripts/nothing.ts }] } }`],
    ['needed jobs exist', 'jobs: { a: { needs: b } }'],
    ['a job that needs others states which of them must have succeeded', 'jobs: { a: { needs: b } }'],
    [
      'a job that needs others states which of them must have succeeded',
      'jobs: { a: { needs: b, if: "vars.X == 1" } }',
    ],
    [
      'code scanning and dependency review are optional',
      `${step} { uses: 'github/codeql-action/init@x' }] } }`,
    ],
    ['signatures and attestations are optional', `${step} { uses: 'actions/attest@x' }] } }`],
    ['actions come from creators that the guide lists', '      - uses: oasdiff/oasdiff-action/breaking@x'],
    ['no job uses emulation', `${step} { uses: 'docker/setup-qemu-action@x' }] } }`],
    [
      'no job uses emulation',
      'jobs: { a: { runs-on: x, strategy: { matrix: { arch: [arm64] } }, steps: [{ run: docker load }] } }',
    ],
    ['artifacts that other jobs need outlive a rerun', `${step} { uses: 'actions/upload-artifact@x' }] } }`],
    ['secrets are passed by name', 'jobs: { a: { secrets: inherit } }'],
    [
      'a call grants the permissions that the called jobs request',
      'jobs: { a: { uses: ./.github/workflows/build.yml, permissions: { contents: read } } }',
    ],
  ])('%s (%#)', (rule, text) => {
    const workflow = {
      on: {},
      jobs: {},
      ...(text.includes('jobs:') || text.startsWith('on:') ? parseWorkflow(text) : {}),
      text,
    };
    expect(rules[rule]!(workflow)).not.toEqual([]);
  });

  test('have a violation for every rule', () => {
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    for (const rule of Object.keys(rules)) expect(source).toContain(`'${rule}'`);
  });
});

describe('the pipeline', () => {
  const afterwards = ['publish', 'latest', 'pages', 'notify'];

  test('lists every job that runs a check as required', () => {
    const checks = Object.keys(pipeline.jobs).filter((name) => ![...afterwards, 'required'].includes(name));
    expect(needsOf(pipeline.jobs['required']!)).toEqual(checks);
    expect(pipeline.jobs['required']!.if).toBe('always()');
  });

  test('publishes only from main, and only after all checks have passed', () => {
    const onMain = "github.event_name == 'push' && github.ref == 'refs/heads/main'";
    expect(pipeline.jobs['build']!.with!['push']).toBe(`\${{ ${onMain} }}`);
    for (const name of afterwards) expect(pipeline.jobs[name]!.if).toContain(onMain);
    for (const name of ['publish', 'pages']) {
      expect(needsOf(pipeline.jobs[name]!)).toContain('required');
      expect(pipeline.jobs[name]!.if).toContain("needs.required.result == 'success'");
    }
    expect(pipeline.jobs['latest']!.if).toContain("needs.publish.result == 'success'");
    const callers = [...workflows].filter(([, { jobs }]) =>
      Object.values(jobs).some(
        ({ uses, with: inputs }) => uses?.endsWith('/build.yml') && inputs?.['push'] !== undefined,
      ),
    );
    expect(callers.map(([file]) => file)).toEqual(['pipeline.yml']);
  });

  test('notifies about every job', () => {
    expect(needsOf(pipeline.jobs['notify']!)).toEqual(
      Object.keys(pipeline.jobs).filter((name) => name !== 'notify'),
    );
  });

  test('tests the image that it publishes', () => {
    const uses = ['build.yml', 'image.yml', 'dast.yml']
      .flatMap((file) => stepsOf(named(file)))
      .filter(({ step }) => String(step.with?.['name']).startsWith('image-'));
    expect(uses.map(({ job }) => job)).toEqual(['try', 'push', 'run', 'compose', 'scan', 'fuzz']);
    // The jobs are compared in one list, because `needs` refers to a called workflow as a whole.
    for (const name of ['image', 'dast']) expect(needsOf(pipeline.jobs[name]!)).toEqual(['build']);
    expect(pipeline.jobs['publish']!.with!['digest']).toBe('${{ needs.build.outputs.digest }}');
  });

  test('builds, runs, scans and fuzzes the image of each architecture', () => {
    const jobs = { ...named('build.yml').jobs, ...named('image.yml').jobs, ...named('dast.yml').jobs };
    for (const name of ['try', 'push', 'run', 'scan', 'fuzz'])
      expect([name, jobs[name]!.strategy!.matrix['arch']]).toEqual([name, ['amd64', 'arm64']]);
  });

  test('pushes candidates by digest, and no build moves a tag', () => {
    const builds = stepsOf(named('build.yml')).filter(({ step }) => step.uses?.includes('build-push-action'));
    const outputs = builds.map(({ step }) => String(step.with!['outputs']));
    expect(outputs).toEqual([
      'type=docker,dest=image.tar',
      expect.stringContaining('push-by-digest=true,name-canonical=true,push=true'),
    ]);
    const tags = [...named('build.yml').text.matchAll(/tag=(\S+)$/gm)].map(([, tag]) => tag);
    expect(tags).toEqual(['$IMAGE:candidate-$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT']);
  });

  test('passes every build argument of the Dockerfile except its pinned base images', () => {
    const known = [...read('Dockerfile').matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    const given = stepsOf(named('build.yml')).flatMap(
      ({ step }) => step.with?.['build-args']?.toString().trim().split('\n') ?? [],
    );
    const names = new Set(given.map((line) => line.split('=')[0]));
    expect(names).toEqual(new Set(known.filter((name) => !name!.endsWith('_IMAGE'))));
  });

  test('fuzzes the image by the name of its artifact', () => {
    const saved = stepsOf(named('build.yml')).flatMap(
      ({ step }) => /docker save --output image\.tar (\S+)/.exec(step.run ?? '')?.[1] ?? [],
    );
    const attacked = stepsOf(named('dast.yml')).flatMap(({ step }) => step.env?.['IMAGE'] ?? []);
    expect(new Set([...saved, ...attacked]).size).toBe(1);
  });

  test('downloads only artifacts that a job uploads', () => {
    const steps = [...workflows.values()].flatMap(stepsOf).map(({ step }) => step);
    const names = (action: string) =>
      steps
        .filter(({ uses }) => uses?.startsWith(`actions/${action}@`))
        .map(({ with: inputs }) => String(inputs?.['name'] ?? inputs?.['pattern']))
        .map((name) => name.replace(/\$\{\{.*?\}\}|\*|(?<=^image-)amd64$/g, '…'));
    expect(names('upload-artifact')).toEqual(expect.arrayContaining(names('download-artifact')));
  });

  test('deploys the site from the attempt that built it', () => {
    const [uploaded] = stepsOf(named('docs.yml')).flatMap(({ step }) =>
      step.uses?.startsWith('actions/upload-pages-artifact@') ? [step.with!['name']] : [],
    );
    expect(uploaded).toBe('github-pages-${{ github.run_attempt }}');
    expect(named('docs.yml').text).toContain(`artifact: ${String(uploaded)}`);
    const deploy = stepsOf(pipeline).find(({ step }) => step.uses?.startsWith('actions/deploy-pages@'))!;
    expect(deploy.step.with!['artifact_name']).toBe('${{ needs.docs.outputs.artifact }}');
  });

  test.each(['latest', 'pages'])('moves %s only forwards, one run at a time', (name) => {
    const { concurrency, steps = [] } = pipeline.jobs[name]!;
    expect(concurrency).toEqual({ group: name, 'cancel-in-progress': false });
    const after = steps.slice(steps.findIndex(({ id }) => id === 'forward') + 1);
    expect(after).not.toEqual([]);
    for (const step of after) expect(step.if).toBe("${{ steps.forward.outputs.forward == 'true' }}");
  });

  test('makes no other run wait while reviewers approve a run for production', () => {
    const waiting = [...workflows.values()].flatMap(({ jobs }) =>
      Object.values(jobs).filter((job) => JSON.stringify(job).includes('"environment":"production"')),
    );
    expect(waiting).toHaveLength(1);
    expect(waiting[0]!.concurrency).toBeUndefined();
    expect(named('publish.yml').concurrency).toBeUndefined();
  });
});

test('uses one version of each action', () => {
  const pins = [...workflows.values()].flatMap(({ text }) =>
    [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)\S*@(\S+ # \S+)/g)].map(
      ([, action, version]) => [action!, version!] as const,
    ),
  );
  for (const [action, used] of Map.groupBy(pins, ([name]) => name))
    expect([action, new Set(used.map(([, version]) => version)).size]).toEqual([action, 1]);
});

test('supports the Node version of .nvmrc and package.json', () => {
  const { engines, devDependencies } = JSON.parse(read('package.json')) as {
    engines: { node: string };
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['node']!.split('.')[0]).toBe(read('.nvmrc').trim());
  const [, oldest] = /^>=(\d+)/.exec(engines.node)!;
  const versions = stepsOf(named('test.yml')).map(({ step }) => step.with?.['node-version']);
  expect(versions).toContain(Number(oldest));
});

test('installs nothing in jobs whose scripts have a token', () => {
  const seen = new Set<string>();
  const imports = (file: URL): string[] => {
    if (seen.has(file.href)) return [];
    seen.add(file.href);
    return [...readFileSync(file, 'utf8').matchAll(/ from '([^']+)'/g)].flatMap(([, name = '']) =>
      name.startsWith('.') ? imports(new URL(name, file)) : [name],
    );
  };
  const folder = new URL('../../scripts/pipeline/', import.meta.url);
  const packages = readdirSync(folder).flatMap((file) => imports(new URL(file, folder)));
  expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([]);
});

test('configures Dependabot for every manifest, with a cooldown', () => {
  interface Update {
    'package-ecosystem': string;
    directory?: string;
    directories?: string[];
    cooldown?: { 'default-days': number };
  }
  const { updates } = load(read('.github/dependabot.yml')) as { updates: Update[] };
  for (const { cooldown } of updates) expect(cooldown!['default-days']).toBeGreaterThanOrEqual(7);
  const watched = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [directory!] }) =>
    directories.map((folder) => `${kind} ${folder}`),
  );
  const manifests: [file: string, watched: string][] = [
    ['package.json', 'npm /'],
    ['bench/package.json', 'npm /bench'],
    ['checks/generators/package.json', 'npm /checks/generators'],
    ['tests/contract/postman/package.json', 'npm /tests/contract/postman'],
    ['tests/client/package/package.json', 'npm /tests/client/package'],
    ['checks/runtimes/package.json', 'npm /checks/runtimes'],
    ['examples/web/package.json', 'npm /examples/web'],
    ['dast/requirements.txt', 'pip /dast'],
    ['scripts/sast/requirements.txt', 'pip /scripts/sast'],
    ['bench/subjects/python/requirements.txt', 'pip /bench/subjects/python'],
    ['Dockerfile', 'docker /'],
    ['container/site.Dockerfile', 'docker /container'],
    ['docker-compose.yml', 'docker-compose /'],
    ['.github/workflows/pipeline.yml', 'github-actions /'],
  ];
  const there = manifests.filter(([file]) => existsSync(new URL(`../../${file}`, import.meta.url)));
  expect(watched).toEqual(expect.arrayContaining(there.map(([, entry]) => entry)));
});

/** The packages that .ci/run installs before `npm test`: without them, tests are skipped. GitHub's runners have a browser. */
const packages = [
  ...read('.ci/run')
    .split("step 'npm test'", 1)[0]!
    .matchAll(/^debian \S+ (\S+)$/gm),
]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'chromium');
const testJobs = Object.entries(named('test.yml').jobs).filter(([, { steps = [] }]) =>
  steps.some(({ run = '' }) => run.startsWith('npm run jest ')),
);

describe('the jobs that run tests', () => {
  test.each(testJobs)('%s installs the packages without which tests are skipped', (_name, { steps = [] }) => {
    const installs = steps.map(({ run = '' }) => run).filter((run) => run.includes('apt-get install'));
    expect(packages.length).toBeGreaterThan(1);
    for (const name of packages) expect(installs.join('\n').split(/\s+/)).toContain(name);
  });

  test('run all parts of the tests on the pinned Node and on the oldest Node', () => {
    expect(testJobs.map(([name]) => name)).toEqual(['pinned', 'oldest']);
    for (const [, { strategy, steps = [] }] of testJobs) {
      const { run = '' } = steps.find(({ run = '' }) => run.startsWith('npm run jest '))!;
      const count = Number(/--shard="\$PART\/(\d+)"/.exec(run)?.[1]);
      expect(strategy!.matrix['part']).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  test('run all mutants', () => {
    const { strategy, steps = [] } = named('test.yml').jobs['mutants']!;
    const count = Number(/--shard "\$PART\/(\d+)"/.exec(steps.at(-1)!.run!)?.[1]);
    expect(strategy!.matrix['part']).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });
});

describe('.ci/run', () => {
  /** The lines of the scripts that the workflows run, with the values of matrices inserted. */
  const lines = [...workflows.values()].flatMap(({ jobs }) =>
    Object.values(jobs).flatMap(({ steps = [], strategy }) =>
      steps.flatMap(({ run = '' }) =>
        run
          .split(/\n|&&|\|\|/)
          .flatMap((line) =>
            line.includes('"$SCRIPT"')
              ? (strategy?.matrix['script'] ?? []).map((script) => line.replace('"$SCRIPT"', String(script)))
              : [line],
          ),
      ),
    ),
  );
  /** The commands of .ci/run that the workflows run in another form. */
  const elsewhere: Readonly<Record<string, readonly string[]>> = {
    'npm test': ['npm run check', 'npm run jest', 'npm run test:coverage'],
    'npm pack --workspace client --dry-run': ['npm pack --workspace client', 'npm publish --dry-run'],
  };
  const commands = [
    ...read('.ci/run').matchAll(
      /^ *(?:(?:by_the_end|in_time) )?(?:step|measure) '[^']+' (.+?)(?: \|\| finish)?$/gm,
    ),
  ].map(([, command = '']) => command);

  test('runs no check that the workflows omit', () => {
    expect(commands.length).toBeGreaterThan(15);
    const missing = commands
      .flatMap((command) => elsewhere[command] ?? [command.replace(/^docker-compose/, 'docker compose')])
      .filter((command) => !lines.some((line) => line.trim().replace('--silent ', '').includes(command)));
    expect(missing).toEqual([]);
  });

  test('runs every check that the workflows run', () => {
    const checks = lines.flatMap((line) => [
      ...[...line.matchAll(/npm run (?:--silent )?(check:[\w-]+|bench|dast|sast|docs|compatibility)/g)].map(
        ([, name]) => `npm run ${name}`,
      ),
      ...[...line.matchAll(/(?<=^ *(?:bash )?)\.ci\/[\w-]+/g)].map(([file]) => file),
    ]);
    expect(checks.length).toBeGreaterThan(10);
    for (const check of new Set(checks))
      expect([check, commands.some((command) => command.includes(check))]).toEqual([check, true]);
  });

  test('runs every check of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));
    for (const name of checks) expect(commands).toContain(`npm run ${name}`);
  });
});
