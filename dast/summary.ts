// The summary of a run, in Markdown, for people: what was run, what was found, and how often everything was called.
import type { Calls, Tally } from './tally.ts';

/** One run of Schemathesis: as one user, or as nobody. */
export interface Result {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
  readonly exitCode: number | null;
  /** Its output. */
  readonly log: string;
  readonly tally: Tally;
}

/** What the summary is made of. */
export interface Outcome {
  readonly examples: number;
  readonly target: string;
  readonly results: readonly Result[];
  /** What is wrong beside what Schemathesis found. */
  readonly faults: readonly string[];
}

/** True when nothing was found. */
export function passed({ results, faults }: Outcome): boolean {
  return faults.length === 0 && results.every(({ exitCode }) => exitCode === 0);
}

/** The summary in Markdown. */
export function summarize(outcome: Outcome): string {
  const { examples, target, results, faults } = outcome;
  return [
    '# Fuzzing the service',
    `${passed(outcome) ? 'Passed' : '**Failed**'}: ${examples} examples an operation, against ${target}.`,
    table(
      ['as', 'seed', 'cases', 'sequences', 'seconds', 'result'],
      results.map(({ name, seed, seconds, exitCode, tally }) => {
        const result =
          exitCode === 0 ? 'passed' : exitCode === 1 ? 'failed' : `broke off (${exitCode ?? 'killed'})`;
        return [name, seed, count(tally.calls), tally.sequences, Math.round(seconds), result];
      }),
    ),
    ...(faults.length === 0 ? [] : ['## Beside the answers', faults.map((fault) => `- ${fault}`).join('\n')]),
    ...results
      .filter(({ exitCode }) => exitCode !== 0)
      .flatMap(({ name, log }) => [`## Found as ${name}`, `\`\`\`\`text\n${findings(log)}\n\`\`\`\``]),
    '## What was called',
    tableOfCalls(results.flatMap(({ tally }) => tally.calls)),
    '',
  ].join('\n\n');
}

/** The part of Schemathesis's output that tells what is wrong: errors, failures and warnings, with curl lines. */
export function findings(log: string): string {
  const begin = log.search(/^=+ (?:ERRORS|FAILURES|WARNINGS) =+$/m);
  const found = begin < 0 ? log : log.slice(begin);
  // The section on the stateful tests tells which links led nowhere: an empty list has no first task.
  const end = found.search(/^=+ (?:Stateful tests|SUMMARY) =+$/m);
  return (end < 0 ? found : found.slice(0, end)).trim();
}

/** A table of operations, with the cases in each phase and the statuses that were answered. */
function tableOfCalls(calls: readonly Calls[]): string {
  const phases = ['examples', 'coverage', 'fuzzing', 'stateful'];
  const operations = Object.entries(Object.groupBy(calls, ({ operation }) => operation));
  return table(
    ['operation', ...phases, 'statuses'],
    operations.map(([operation, rows = []]) => {
      const statuses = Object.entries(Object.groupBy(rows, ({ status }) => status));
      return [
        operation,
        ...phases.map((phase) => count(rows.filter((row) => row.phase === phase))),
        statuses.map(([status, same = []]) => `${status} × ${count(same)}`).join(', '),
      ];
    }),
  );
}

function count(calls: readonly Calls[]): number {
  return calls.reduce((sum, { cases }) => sum + cases, 0);
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
