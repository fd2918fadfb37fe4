// The scenarios in which the pipeline runs, for simulations.
import { simulate } from './simulate.ts';
import type { JobResult, Scenario } from './simulate.ts';
import { needsOf, workflows } from './workflow.ts';

export const repository = 'acme/tasks';
export const main = 'refs/heads/main';

/** A push to main. */
export const push = (isPrivate = false) => ({
  github: {
    event_name: 'push',
    ref: main,
    sha: 'abc',
    repository,
    event: { repository: { private: isPrivate } },
  },
});
/** A pull request from a repository, by a user. Null stands for a deleted repository. */
export const pullRequest = (head: string | null, user = 'ann') => ({
  github: {
    event_name: 'pull_request',
    ref: 'refs/pull/7/merge',
    sha: 'abc',
    repository,
    event: {
      repository: { private: false },
      pull_request: { head: { repo: head === null ? null : { full_name: head } }, user: { login: user } },
    },
  },
  outputs: { 'contract/check': { changed: 'true' } },
});
const pages = { PAGES: 'true' };

/** The scenarios in the first table of the guide, by column heading. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'new public repository': push(),
  'new private repository': push(true),
  'pull request': pullRequest(repository),
  'from a fork': pullRequest('bob/tasks'),
  'from Dependabot': pullRequest(repository, 'dependabot[bot]'),
  'merge queue': {
    github: {
      event_name: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/main/pr-7',
      repository,
      event: { repository: { private: false } },
    },
  },
  release: {
    ...push(),
    vars: { ...pages, ARGO_CD: 'true', NPM_PUBLISH: 'true' },
    outputs: { 'publish/version': { release: 'true' } },
  },
};

/** Simulates the pipeline. The job `required` fails unless all jobs that it needs have succeeded, as its script does. */
export function runPipeline(scenario: Scenario): Map<string, JobResult> {
  const first = simulate('pipeline.yml', scenario);
  const needs = needsOf(workflows.get('pipeline.yml')!.jobs['required']!);
  const passed = needs.every((name) => first.get(name) === 'success');
  if (passed) return first;
  return simulate('pipeline.yml', { ...scenario, results: { ...scenario.results, required: 'failure' } });
}
