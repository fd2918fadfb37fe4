// The workflows cannot be run here; what can be said of them without running them is.
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

describe('a workflow that does not keep the rules is noticed:', () => {
  const step = 'jobs: { a: { permissions: {}, timeout-minutes: 1, steps: [';
  test.each<[rule: string, text: string]>([
    ['actions are pinned to a commit, with its version beside it', '      - uses: actions/checkout@v7'],
    [
      'actions are pinned to a commit, with its version beside it',
      '      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
    ],
    ['nothing is permitted but what a job asks for', 'permissions: { contents: read }\njobs: {}'],
    ['nothing is permitted but what a job asks for', 'permissions: {}\njobs: { a: { steps: [] } }'],
    [
      'a job that installs packages may write nothing but findings',
      'jobs: { a: { permissions: { contents: write }, steps: [{ run: npm ci }] } }',
    ],
    ['a checkout keeps no credentials', `${step} { uses: 'actions/checkout@x' }] } }`],
    ['a job is watched from its first step', `${step} { uses: 'actions/checkout@x' }] } }`],
    ['a job has an end', 'jobs: { a: { steps: [] } }'],
    ['no expression is written into a script', `${step} { run: 'echo \${{ github.ref }}' }] } }`],
    [
      'what an event brings goes through a condition or the environment',
      '  title: ${{ github.event.pull_request.title }}',
    ],
    ['no event gives a stranger the rights of the repository', 'on: { pull_request_target: {} }'],
    ['a failure inside a pipe counts', '      - run: npm test | tee log'],
    ['what starts by itself does not pile up', 'on: { push: {} }'],
    ['nothing comes out of a cache', `${step} { uses: 'actions/cache@x' }] } }`],
    ['nothing comes out of a cache', `${step} { uses: 'actions/setup-node@x' }] } }`],
    ['scripts that are run are there', `${step} { run: npm run nothing }] } }`],
    ['scripts that are run are there', `${step} { run: node scripts/nothing.ts }] } }`],
    ['a job waits for jobs that there are', 'jobs: { a: { needs: b } }'],
    ['secrets are handed on by name', 'jobs: { a: { secrets: inherit } }'],
    [
      'a call grants what the called jobs ask for',
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

  test('every rule is shown to notice something', () => {
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    for (const rule of Object.keys(rules)) expect(source).toContain(`'${rule}'`);
  });
});

describe('the pipeline', () => {
  const afterwards = ['publish', 'pages', 'notify'];

  test('requires every job that checks something', () => {
    const checks = Object.keys(pipeline.jobs).filter((name) => ![...afterwards, 'required'].includes(name));
    expect(needsOf(pipeline.jobs['required']!)).toEqual(checks);
    expect(pipeline.jobs['required']!.if).toBe('always()');
  });

  test('publishes from main alone, and what passed alone', () => {
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

  test('tells of every job', () => {
    expect(needsOf(pipeline.jobs['notify']!)).toEqual(
      Object.keys(pipeline.jobs).filter((name) => name !== 'notify'),
    );
  });

  test('examines the very image that it publishes', () => {
    const uploads = stepsOf(named('build.yml')).filter(({ step }) => step.with?.['name'] === 'image');
    expect(uploads.map(({ job }) => job)).toEqual(['try', 'push', 'run', 'scan']);
    expect(needsOf(pipeline.jobs['dast']!)).toEqual(['build']);
    expect(pipeline.jobs['publish']!.with!['digest']).toBe('${{ needs.build.outputs.digest }}');
  });

  test('builds with arguments that the Dockerfile has, from the bases that docker-compose.yml pins', () => {
    // The part that the service api takes in.
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

  test('attacks the image under the name that it was kept under', () => {
    const saved = stepsOf(named('build.yml')).flatMap(
      ({ step }) => /docker save --output image\.tar (\S+)/.exec(step.run ?? '')?.[1] ?? [],
    );
    const attacked = stepsOf(named('dast.yml')).flatMap(({ step }) => step.env?.['IMAGE'] ?? []);
    expect(new Set([...saved, ...attacked]).size).toBe(1);
  });

  test('has no artifact downloaded that nobody uploads', () => {
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

test('an action has one version everywhere', () => {
  const pins = [...workflows.values()].flatMap(({ text }) =>
    [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)\S*@(\S+ # \S+)/g)].map(
      ([, action, version]) => [action!, version!] as const,
    ),
  );
  for (const [action, used] of Map.groupBy(pins, ([name]) => name))
    expect([action, new Set(used.map(([, version]) => version)).size]).toEqual([action, 1]);
});

test('Node is the same in .nvmrc, in the package, and in what is supported', () => {
  const { engines, devDependencies } = JSON.parse(read('package.json')) as {
    engines: { node: string };
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['node']!.split('.')[0]).toBe(read('.nvmrc').trim());
  const [, oldest] = /^>=(\d+)/.exec(engines.node)!;
  const versions = stepsOf(named('test.yml')).map(({ step }) => step.with?.['node-version']);
  expect(versions).toContain(Number(oldest));
});

test('a script that has a token needs nothing to be installed', () => {
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

test('Dependabot looks after each place with dependencies, and waits some days', () => {
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

describe('where `npm test` runs', () => {
  // What the tests skip without, and a runner of GitHub lacks. It has a browser.
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

  test('is in two jobs', () => {
    expect(jobs).toHaveLength(2);
  });
});
