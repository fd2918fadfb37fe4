import { expect, test } from '@jest/globals';
import { findings, passed, summarize } from '../../dast/summary.ts';
import type { Result } from '../../dast/summary.ts';
import { pinnedVersion } from '../../dast/schemathesis.ts';
import { shortfalls } from '../../dast/call-counts.ts';
import { nameTokens } from '../../dast/users.ts';
import { contract } from '../support/contract.ts';

const log = [
  'Schemathesis v4',
  '=== FAILURES ===',
  "curl -H 'Authorization: Bearer secret-of-alice' http://127.0.0.1/tasks",
  '=== Stateful tests ===',
  'a link without a target',
  '=== SUMMARY ===',
  'the end',
].join('\n');

const result: Result = {
  name: 'alice',
  seed: 1,
  seconds: 12.4,
  exitCode: 0,
  log,
  counts: {
    calls: [
      { operation: 'GET /tasks', phase: 'fuzzing', status: 200, cases: 7 },
      { operation: 'GET /tasks', phase: 'coverage', status: 422, cases: 2 },
    ],
    sequences: 5,
  },
};
const outcome = { examples: 10, target: 'a process', results: [result], errors: [] };

test('passes only without findings and errors', () => {
  expect(passed(outcome)).toBe(true);
  expect(passed({ ...outcome, errors: ['something'] })).toBe(false);
  expect(passed({ ...outcome, results: [{ ...result, exitCode: 2 }] })).toBe(false);
});

test('counts calls and statuses in the summary', () => {
  const summary = summarize(outcome);
  expect(summary).toContain('| alice | 1 | 9 | 5 | 12 | passed |');
  expect(summary).toContain('| GET /tasks | 0 | 2 | 7 | 0 | 200 × 7, 422 × 2 |');
  expect(summary).not.toContain('curl');
});

test('shows the curl line of a failure with a variable instead of the token', () => {
  const summary = summarize({ ...outcome, errors: ['in the log'], results: [{ ...result, exitCode: 1 }] });
  expect(summary).toContain('- in the log');
  expect(nameTokens(summary, { alice: 'secret-of-alice', bob: 'secret-of-bob' })).toContain(
    'curl -H "Authorization: Bearer $ALICE" http://127.0.0.1/tasks',
  );
});

test('extracts the findings, or returns the whole output of an aborted run', () => {
  expect(findings(log)).toMatch(/^=== FAILURES ===\ncurl[^\n]*$/);
  expect(findings('Traceback')).toBe('Traceback');
});

test('reports operations with too few cases, and too few request sequences', () => {
  const calls = contract.operations.map(({ method, path }) => ({
    operation: `${method} ${path}`,
    phase: 'fuzzing',
    status: 200,
    cases: path === '/tasks' && method === 'GET' ? 9 : 10,
  }));
  expect(shortfalls(contract, { calls, sequences: 10 }, 10)).toEqual([
    'GET /tasks was fuzzed 9 times instead of 10',
  ]);
  expect(shortfalls(contract, { calls, sequences: 3 }, 9)).toEqual(['3 request sequences ran instead of 9']);
});

test('reads the pinned version of Schemathesis', () => {
  expect(pinnedVersion('requests==2.34.2 \\\nschemathesis==4.32.5 \\\n    --hash=sha256:00\n')).toBe(
    '4.32.5',
  );
  expect(() => pinnedVersion('requests==2.34.2\n')).toThrow('does not pin schemathesis');
});
