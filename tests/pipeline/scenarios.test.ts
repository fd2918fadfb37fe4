// Tests which jobs run in each scenario. docs/guides/pipeline.md shows the same tables.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { evaluateInput, simulate } from './simulate.ts';
import type { JobResult, Scenario } from './simulate.ts';
import { main, pullRequest, push, repository, runPipeline as run, scenarios } from './scenarios.ts';
import { needsOf, workflows } from './workflow.ts';

const guide = readFileSync(new URL('../../docs/guides/pipeline.md', import.meta.url), 'utf8');
/** Parses a table of the guide: its rows by their first cell, and their cells by column. */
function table(caption: string): Map<string, Readonly<Record<string, string>>> {
  const [, text = ''] = guide.split(`| ${caption}`);
  const [head = '', , ...rows] = `| ${caption}${text.split('\n\n')[0]}`.trim().split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [, ...columns] = cells(head);
  return new Map(
    rows
      .map(cells)
      .map(([name = '', ...values]) => [
        name.replaceAll('`', ''),
        Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ''])),
      ]),
  );
}

describe('the table of scenarios in the guide', () => {
  const stated = table('job in `pipeline`');
  const simulated = Object.entries(scenarios).map(([name, scenario]) => [name, run(scenario)] as const);

  test('has a row for each job that does not call another workflow', () => {
    const calls = (path: string) =>
      simulated.some(([, results]) => [...results.keys()].some((one) => one.startsWith(`${path}/`)));
    const jobs = simulated.flatMap(([, results]) => [...results.keys()]).filter((path) => !calls(path));
    expect([...stated.keys()].sort()).toEqual([...new Set(jobs)].sort());
  });

  test.each(simulated)('is correct for: %s', (name, results) => {
    for (const [path, row] of stated) {
      const expected = results.get(path) === 'success' ? '✓' : '';
      expect([path, row[name]]).toEqual([path, expected]);
    }
  });
});

describe('the pipeline', () => {
  test('passes the required job in each scenario without failures', () => {
    for (const [name, scenario] of Object.entries(scenarios))
      expect([name, run(scenario).get('required')]).toEqual([name, 'success']);
  });

  test.each<[path: string, result: JobResult]>([
    ['test/pinned', 'failure'],
    ['sast/codeql', 'failure'],
    ['sast/alerts', 'failure'],
    ['image/scan', 'failure'],
    ['image/run', 'cancelled'],
    ['build/candidate', 'failure'],
    ['dast/fuzz', 'cancelled'],
    ['contract/check', 'failure'],
    ['docs/site', 'failure'],
  ])('publishes nothing, and notifies, if %s ends with %s', (path, result) => {
    const results = run({ ...push(), vars: { PAGES: 'true' }, results: { [path]: result } });
    expect(results.get('required')).toBe('failure');
    for (const name of ['publish', 'latest', 'pages'])
      expect([name, results.get(name)]).toEqual([name, 'skipped']);
    expect(results.get('notify')).toBe('success');
  });

  test('does not move `latest` or release anything if the image was not published', () => {
    const results = run({
      ...push(),
      outputs: { 'publish/version': { release: 'true' } },
      results: { 'publish/image': 'failure' },
    });
    expect(results.get('latest')).toBe('skipped');
    expect(results.get('publish/release')).toBe('skipped');
    expect(results.get('publish/client')).toBe('skipped');
  });

  test('posts no comment on a pull request whose fork was deleted', () => {
    expect(run(pullRequest(null)).get('contract/comment')).toBe('skipped');
  });

  test('uses features in a private repository if its variables enable them', () => {
    const results = run({ ...push(true), vars: { CODE_SECURITY: 'true' } });
    expect(results.get('sast/codeql')).toBe('success');
    const inputs = (vars: object) => {
      const { build, publish } = workflows.get('pipeline.yml')!.jobs;
      const context = { ...push(true), vars, needs: {} };
      return [build!.with!['attest'], publish!.with!['sign']].map((value) => evaluateInput(value, context));
    };
    expect(inputs({})).toEqual([false, false]);
    expect(inputs({ ATTESTATIONS: 'true', KEYLESS_SIGNING: 'true' })).toEqual([true, true]);
  });

  test('starts as many concurrent jobs on a pull request as the guide states', () => {
    const sizeOf = (path: string): number => {
      const [caller = '', name] = path.split('/');
      const { uses, ...own } = workflows.get('pipeline.yml')!.jobs[caller]!;
      const job = uses === undefined ? own : workflows.get(uses.split('/').at(-1)!)!.jobs[name!]!;
      if ([caller === path ? [] : needsOf(own), needsOf(job)].flat().length > 0) return 0;
      return Object.values(job.strategy?.matrix ?? {}).reduce((size, values) => size * values.length, 1);
    };
    const running = [...run(pullRequest(repository))].filter(
      ([path, result]) => path.includes('/') && result === 'success',
    );
    const count = running.reduce((sum, [path]) => sum + sizeOf(path), 0);
    expect(guide).toContain(`starts ${count} jobs at once`);
  });

  test('runs a quick fuzzing set before the merge, and the full set on main', () => {
    const { examples } = workflows.get('pipeline.yml')!.jobs['dast']!.with!;
    const of = ({ github }: Scenario) => evaluateInput(examples, { github });
    expect([of(push()), of(pullRequest(repository)), of(scenarios['merge queue']!)]).toEqual([500, 100, 100]);
  });

  test("cancels a pull request's run on its next push, but never a run on main", () => {
    const { group, 'cancel-in-progress': cancel } = workflows.get('pipeline.yml')!.concurrency!;
    const of = (github: object) => [evaluateInput(group, { github }), evaluateInput(cancel, { github })];
    const { github } = push();
    expect(of(github)).toEqual(['pipeline-abc', false]);
    expect(of({ ...github, sha: 'def' })).toEqual(['pipeline-def', false]);
    expect(of(pullRequest(repository).github)).toEqual(['pipeline-refs/pull/7/merge', true]);
  });
});

describe('the nightly run', () => {
  const night = (results: Readonly<Record<string, JobResult>>, isPrivate = 'false') =>
    simulate('nightly.yml', {
      // The event of a schedule has no repository.
      github: { event_name: 'schedule', ref: main, repository, event: { schedule: '17 2 * * *' } },
      outputs: { repository: { private: isPrivate } },
      results,
    });

  test.each<[what: string, results: Readonly<Record<string, JobResult>>, reported: JobResult]>([
    ['passes', {}, 'skipped'],
    ['finds something', { 'fuzz/fuzz': 'failure' }, 'success'],
    ['times out', { 'fuzz/fuzz': 'cancelled' }, 'success'],
    ['cannot build', { 'build/try': 'failure' }, 'success'],
    ['fails its tests', { 'test/oldest': 'failure' }, 'success'],
    ['cannot read the repository', { repository: 'failure' }, 'success'],
  ])('opens an issue only if it fails: it %s', (_what, results, reported) => {
    expect(night(results).get('report')).toBe(reported);
  });

  test('pushes nothing, and uses code scanning where the repository has it', () => {
    expect(night({}).get('build/push')).toBe('skipped');
    expect(night({}).get('sast/codeql')).toBe('success');
    expect(night({}, 'true').get('sast/codeql')).toBe('skipped');
    expect(night({}, 'true').get('sast')).toBe('success');
  });
});

test("repairs only Dependabot's own branches", () => {
  const repaired = (scenario: Scenario) => simulate('dependabot.yml', scenario).get('lock');
  expect(repaired(pullRequest(repository, 'dependabot[bot]'))).toBe('success');
  expect(repaired(pullRequest(repository))).toBe('skipped');
  expect(repaired(pullRequest('bob/tasks', 'dependabot[bot]'))).toBe('skipped');
});

test('proposes a release only from main', () => {
  const results = (ref: string) => simulate('release.yml', { github: { ref } });
  expect([...results(main).values()]).toEqual(['success', 'success']);
  expect([...results('refs/heads/other').values()]).toEqual(['skipped', 'skipped']);
});
