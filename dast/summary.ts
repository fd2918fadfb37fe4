// The Markdown summary of a run: results, findings and the number of calls to each operation.
import type { Calls, Counts } from './call-counts.ts';

/** One run of Schemathesis, as a user or anonymously. */
export interface Result {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
  readonly exitCode: number | null;
  readonly log: string;
  readonly counts: Counts;
}

export interface Outcome {
  readonly examples: number;
  readonly target: string;
  readonly results: readonly Result[];
  /** Errors in addition to Schemathesis's findings. */
  readonly errors: readonly string[];
}

export function passed({ results, errors }: Outcome): boolean {
  return errors.length === 0 && results.every(({ exitCode }) => exitCode === 0);
}

export function summarize(outcome: Outcome): string {
  const { examples, target, results, errors } = outcome;
  return [
    '# Fuzzing the service',
    `${passed(outcome) ? 'Passed' : '**Failed**'}: ${examples} examples per operation, against ${target}.`,
    table(
      ['user', 'seed', 'cases', 'sequences', 'seconds', 'result'],
      results.map(({ name, seed, seconds, exitCode, counts }) => {
        const result =
          exitCode === 0 ? 'passed' : exitCode === 1 ? 'failed' : `aborted (${exitCode ?? 'killed'})`;
        return [name, seed, count(counts.calls), counts.sequences, Math.round(seconds), result];
      }),
    ),
    ...(errors.length === 0
      ? []
      : ['## Errors of the service', errors.map((error) => `- ${error}`).join('\n')]),
    ...results
      .filter(({ exitCode }) => exitCode !== 0)
      .flatMap(({ name, log }) => [`## Findings as ${name}`, `\`\`\`\`text\n${findings(log)}\n\`\`\`\``]),
    '## Calls',
    tableOfCalls(results.flatMap(({ counts }) => counts.calls)),
    '',
  ].join('\n\n');
}

/** The errors, failures and warnings in Schemathesis's output, with curl commands. Falls back to the whole output. */
export function findings(log: string): string {
  const begin = log.search(/^=+ (?:ERRORS|FAILURES|WARNINGS) =+$/m);
  const found = begin < 0 ? log : log.slice(begin);
  // The next section lists unused links, which are expected: an empty list has no first task.
  const end = found.search(/^=+ (?:Stateful tests|SUMMARY) =+$/m);
  return (end < 0 ? found : found.slice(0, end)).trim();
}

/** A table of the cases per operation and phase, and of the returned statuses. */
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
