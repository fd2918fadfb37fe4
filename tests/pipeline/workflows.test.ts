// Static rules for the workflows.
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

describe('the rules of workflows', () => {
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
    ['no event grants forks the rights of the repository', 'on: { pull_request_target: {} }'],
    ['a failure inside a pipe fails the step', '      - run: npm test | tee log'],
    ['triggered runs have a concurrency group', 'on: { push: {} }'],
    ['caches are disabled', `${step} { uses: 'actions/cache@x' }] } }`],
    ['caches are disabled', `${step} { uses: 'actions/setup-node@x' }] } }`],
    ['scripts exist', `${step} { run: npm run nothing }] } }`],
    ['scripts exist', `${step} { run: node scripts/nothing.ts }] } }`],
    ['needed jobs exist', 'jobs: { a: { needs: b } }'],
    ['secrets are passed by name', 'jobs: { a: { secrets: inherit } }'],
    [
      'a call grants the permissions of the called jobs',
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
  const afterwards = ['publish', 'pages', 'notify'];

  test('requires every job that runs a check', () => {
    const checks = Object.keys(pipeline.jobs).filter((name) => ![...afterwards, 'required'].includes(name));
    expect(needsOf(pipeline.jobs['required']!)).toEqual(checks);
    expect(pipeline.jobs['required']!.if).toBe('always()');
  });

  test('publishes only from main, and only what passed', () => {
    const onMain = "github.event_name == 'push' && github.ref == 'refs/heads/main'";
    expect(pipeline.jobs['build']!.with!['push']).toBe(`\${{ ${onMain} }}`);
    for (const name of afterwards) expect(pipeline.jobs[name]!.if).toContain(onMain);
    for (const name of ['publish', 'pages']) {
      expect(needsOf(pipeline.jobs[name]!)).toContain('required');
      expect(pipeline.jobs[name]!.if).toContain("needs.required.result == 'success'");
    }
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
    const uploads = stepsOf(named('build.yml')).filter(({ step }) => step.with?.['name'] === 'image');
    expect(uploads.map(({ job }) => job)).toEqual(['try', 'push', 'run', 'scan']);
    expect(needsOf(pipeline.jobs['dast']!)).toEqual(['build']);
    expect(pipeline.jobs['publish']!.with!['digest']).toBe('${{ needs.build.outputs.digest }}');
  });

  test('builds with the arguments of the Dockerfile and the base images of docker-compose.yml', () => {
    // The part that the service `api` includes.
    const { 'x-image': image } = load(read('docker-compose.yml')) as {
      'x-image': { build: { args: Record<string, string> } };
    };
    const bases = image.build.args;
    for (const base of Object.values(bases)) expect(base).toMatch(/@sha256:[0-9a-f]{64}$/);
    const known = [...read('Dockerfile').matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    const given = stepsOf(named('build.yml')).flatMap(
      ({ step }) => step.with?.['build-args']?.toString().trim().split('\n') ?? [],
    );
    const names = given.filter((line) => !line.startsWith('${{')).map((line) => line.split('=')[0]);
    expect(new Set([...names, ...Object.keys(bases)])).toEqual(new Set(known));
    expect(given).toContain('${{ steps.bases.outputs.args }}');
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
        .map((one) => one.with?.['name'] as string);
    expect(names('upload-artifact')).toEqual(
      expect.arrayContaining(names('download-artifact').filter(Boolean)),
    );
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

describe('the jobs that run `npm test`', () => {
  // Tests are skipped without these programs, which GitHub's runners lack. They have a browser.
  const wanted = read('.ci/run')
    .split("step 'npm test'", 1)[0]!
    .matchAll(/^debian \S+ (\S+)$/gm);
  const packages = [...wanted].map(([, name = '']) => name).filter((name) => name !== 'chromium');
  const jobs = Object.entries(named('test.yml').jobs).filter(([, { steps = [] }]) =>
    steps.some(({ run = '' }) => /^(?:npm test|npm run jest)$/m.test(run)),
  );

  test.each(jobs)('%s installs what its tests would be skipped without', (_name, { steps = [] }) => {
    const installs = steps.map(({ run = '' }) => run).filter((run) => run.includes('apt-get install'));
    expect(packages.length).toBeGreaterThan(1);
    for (const name of packages) expect(installs.join('\n').split(/\s+/)).toContain(name);
  });

  test('are two', () => {
    expect(jobs).toHaveLength(2);
  });
});
