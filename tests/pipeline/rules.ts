// The rules for workflows, as functions from a workflow to its violations. actionlint and zizmor (`npm run sast`) check
// more, but these run with `npm test`.
import { existsSync, readFileSync } from 'node:fs';
import { needsOf, stepsOf, workflows } from './workflow.ts';
import type { Job, Workflow } from './workflow.ts';

type Rule = (workflow: Workflow) => string[];

const root = new URL('../../', import.meta.url);
const isThere = (path: string): boolean => existsSync(new URL(path, root));
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Record<string, string>;
};

const pin = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const own = /^\.\/(\.github\/workflows\/[\w-]+\.yml)$/;

/** The rules by their requirement. */
export const rules: Readonly<Record<string, Rule>> = {
  'actions are pinned to a commit, with the version in a comment': ({ text }) =>
    [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)]
      .map(([, used = '']) => used)
      .filter((used) => !pin.test(used) && !isThere(own.exec(used)?.[1] ?? 'nothing')),

  'permissions are granted per job': ({ permissions, jobs }) => [
    ...(isEmpty(permissions) ? [] : ['the workflow itself has permissions']),
    ...namesOf(jobs, ({ permissions: asked }) => asked === undefined),
  ],

  'a job that installs packages may write only findings': ({ jobs }) =>
    namesOf(
      jobs,
      ({ steps = [], permissions = {} }) =>
        steps.some(({ run = '' }) => /\bnpm (?:ci|install)\b/.test(run)) &&
        Object.entries(permissions).some(
          ([scope, level]) => level === 'write' && scope !== 'security-events',
        ),
    ),

  'a checkout does not persist credentials': (workflow) =>
    stepsOf(workflow)
      .filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
      .filter(({ step }) => step.with?.['persist-credentials'] !== false)
      .map(({ job }) => job),

  'a job starts with harden-runner': ({ jobs }) =>
    namesOf(
      jobs,
      ({ steps = [] }) =>
        steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@')) &&
        steps[0]?.uses?.startsWith('step-security/harden-runner@') !== true,
    ),

  'a job has a timeout': ({ jobs }) =>
    namesOf(jobs, (job) => job.steps !== undefined && job['timeout-minutes'] === undefined),

  'scripts contain no expressions': (workflow) =>
    stepsOf(workflow)
      .filter(({ step }) =>
        [step.run, step.with?.['script']].some((script) => String(script).includes('${{')),
      )
      .map(({ job, step }) => `${job}: ${step.name ?? ''}`),

  'event data is used only in conditions and variables': ({ text }) =>
    text
      .split('\n')
      .filter((line) => /github\.(?:event\.|head_ref)/.test(line))
      .filter((line) => !/^\s*(?:if|[A-Z_]+): /.test(line)),

  'no event grants forks the rights of the repository': ({ on }) =>
    ['pull_request_target', 'workflow_run', 'issue_comment'].filter((event) => event in on),

  'a failure inside a pipe fails the step': ({ text, defaults }) =>
    /^\s+(?:- )?run: /m.test(text) && defaults?.run?.shell !== 'bash' ? ['no `shell: bash`'] : [],

  'triggered runs have a concurrency group': ({ on, concurrency }) =>
    concurrency === undefined && !('workflow_call' in on) ? ['no concurrency'] : [],

  'caches are disabled': (workflow) =>
    stepsOf(workflow).flatMap(({ job, step: { uses = '', with: inputs = {} } }) => {
      const [action = ''] = uses.split('@');
      const off = cacheSwitches[action];
      const isOn = off !== undefined && String(inputs[off]) !== 'false';
      return action === 'actions/cache' || isOn || 'cache-from' in inputs ? [`${job}: ${action}`] : [];
    }),

  'scripts exist': (workflow) => {
    const lines = stepsOf(workflow).map(({ step }) => step.run ?? '');
    const named = lines.flatMap((line) =>
      [...line.matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, name = '']) => name),
    );
    const matrices = Object.values(workflow.jobs).flatMap(({ strategy }) => strategy?.matrix['script'] ?? []);
    const files = lines.flatMap((line) =>
      [...line.matchAll(/(?<![\w./-])(?:node|bash) (\w[\w./-]*)/g)].map(([, file = '']) => file),
    );
    return [
      ...[...named, ...matrices].filter((name) => !(name in scripts)),
      ...files.filter((file) => !isThere(file)),
    ];
  },

  'needed jobs exist': ({ jobs }) =>
    Object.values(jobs).flatMap((job) => needsOf(job).filter((name) => !(name in jobs))),

  'secrets are passed by name': ({ jobs }) => namesOf(jobs, ({ secrets }) => secrets === 'inherit'),

  // GitHub does not start a workflow that grants a called workflow fewer permissions than its jobs request.
  'a call grants the permissions of the called jobs': ({ jobs }) =>
    Object.entries(jobs).flatMap(([name, { uses, permissions: granted = {} }]) => {
      const called = workflows.get(uses?.split('/').at(-1) ?? '');
      return Object.entries(called?.jobs ?? {}).flatMap(([inner, { permissions: asked = {} }]) =>
        Object.entries(asked)
          .filter(([scope, level]) => granted[scope] !== 'write' && granted[scope] !== level)
          .map(([scope, level]) => `${name} does not grant ${scope}: ${level}, which ${inner} asks for`),
      );
    }),
};

/** The settings that disable the cache of an action. */
const cacheSwitches: Readonly<Record<string, string>> = {
  'actions/setup-node': 'package-manager-cache',
  'actions/setup-go': 'cache',
  'aquasecurity/trivy-action': 'cache',
  'docker/setup-buildx-action': 'cache-binary',
  'docker/setup-qemu-action': 'cache-image',
};

function namesOf(jobs: Readonly<Record<string, Job>>, isWrong: (job: Job) => boolean): string[] {
  return Object.entries(jobs)
    .filter(([, job]) => isWrong(job))
    .map(([name]) => name);
}

function isEmpty(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length === 0;
}
