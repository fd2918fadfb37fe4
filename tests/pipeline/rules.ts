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
      .filter((line) => !/^\s*(?:if|ref|[A-Z_]+): /.test(line))
      // Permits commit ids and numbers, which no user can choose.
      .filter((line) =>
        /github\.(?:event\.|head_ref)/.test(line.replace('github.event.repository.private', '')),
      ),

  'no event grants forks the permissions of the repository': ({ on }) =>
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
    const matrices = Object.values(workflow.jobs).flatMap(
      ({ strategy }) => strategy?.matrix['script']?.map(String) ?? [],
    );
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

  // Without a condition, a job is skipped if any ancestor was skipped.
  'a job that needs others states which of them must have succeeded': ({ jobs }) =>
    namesOf(
      jobs,
      (job) =>
        needsOf(job).length > 0 &&
        !/\balways\(\)|!cancelled\(\) && .*\bneeds\.\w+\.(?:result|outputs\.\w+) == '/.test(job.if ?? ''),
    ),

  // Private repositories may lack these features. Forks and Dependabot may not write.
  'code scanning and dependency review are optional': ({ jobs }) =>
    Object.entries(jobs).flatMap(([name, { if: condition = '', steps = [] }]) =>
      steps
        .filter(({ uses = '' }) => /^(?:github\/codeql-action|actions\/dependency-review-action)/.test(uses))
        .filter((step) => !`${condition} ${step.if ?? ''}`.includes('inputs.code-security'))
        .map(({ uses }) => `${name}: ${uses}`),
    ),
  'signatures and attestations are optional': (workflow) =>
    stepsOf(workflow)
      .filter(({ step: { uses = '' } }) => /^(?:actions\/attest|sigstore\/cosign-installer)@/.test(uses))
      .filter(({ step }) => !/^\$\{\{ inputs\.(?:attest|sign) \}\}$/.test(step.if ?? ''))
      .map(({ step }) => step.uses!),

  'actions come from creators that the guide lists': ({ text }) =>
    [...text.matchAll(/^\s*(?:- )?uses: ([\w-]+)\//gm)]
      .map(([, creator = '']) => creator)
      .filter((creator) => !creators.has(creator)),

  'no job uses emulation': (workflow) => [
    ...stepsOf(workflow)
      .filter(
        ({ step: { uses = '', with: inputs = {} } }) =>
          uses.startsWith('docker/setup-qemu-action@') || 'platforms' in inputs,
      )
      .map(({ job }) => job),
    ...namesOf(
      workflow.jobs,
      ({ strategy, steps = [], 'runs-on': runner = '' }) =>
        strategy?.matrix['arch']?.includes('arm64') === true &&
        steps.some(({ run = '', uses = '' }) => /docker load|build-push-action/.test(run + uses)) &&
        !runner.includes('ubuntu-24.04-arm'),
    ),
  ],

  // GitHub allows reruns for 30 days.
  'artifacts that other jobs need outlive a rerun': (workflow) =>
    stepsOf(workflow)
      .filter(({ step }) => /^actions\/upload-(?:pages-)?artifact@/.test(step.uses ?? ''))
      .filter(({ step }) => !isReport(String(step.with?.['name'])))
      .filter(({ step }) => step.with?.['retention-days'] !== 30)
      .map(({ job }) => job),

  'secrets are passed by name': ({ jobs }) => namesOf(jobs, ({ secrets }) => secrets === 'inherit'),

  // GitHub does not start a workflow that grants a called workflow fewer permissions than its jobs request.
  'a call grants the permissions that the called jobs request': ({ jobs }) =>
    Object.entries(jobs).flatMap(([name, { uses, permissions: granted = {} }]) => {
      const called = workflows.get(uses?.split('/').at(-1) ?? '');
      return Object.entries(called?.jobs ?? {}).flatMap(([inner, { permissions: asked = {} }]) =>
        Object.entries(asked)
          .filter(([scope, level]) => granted[scope] !== 'write' && granted[scope] !== level)
          .map(([scope, level]) => `${name} does not grant ${scope}: ${level}, which ${inner} requests`),
      );
    }),
};

/** The creators in the table of docs/guides/pipeline.md. */
const creators = new Set(
  [
    ...readFileSync(new URL('docs/guides/pipeline.md', root), 'utf8').matchAll(
      /^\| `([\w-]+)\/[\w*-]+` +\|/gm,
    ),
  ].map(([, creator]) => creator),
);

/** Artifacts for people, which no job downloads except to show them. */
const isReport = (name: string): boolean => name.startsWith('dast-report');

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
