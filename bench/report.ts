// The figures as tables, in Markdown, so that they can be shown as they are.
import { aimsOf } from './aims.ts';
import type { Sample } from './field.ts';
import type { OpenResult } from './load/loops.ts';
import type { Machine } from './measure/machine.ts';
import type { Options } from './options.ts';
import { operationTitles } from './operations.ts';
import type { OperationName } from './operations.ts';
import type { PageCosts } from './pages.ts';

export interface Results {
  readonly machine: Machine;
  readonly options: Options;
  readonly contenders: Readonly<
    Record<
      string,
      {
        readonly title: string;
        readonly operations: Readonly<Partial<Record<OperationName, Sample>>>;
        readonly residentMb: number;
      }
    >
  >;
  /** By plan, then by contender. */
  readonly latency: Readonly<Record<string, Readonly<Record<string, OpenResult>>>> | undefined;
  /** Milliseconds to the first answer. */
  readonly starts: Readonly<Record<string, number>> | undefined;
  readonly pages: PageCosts | undefined;
  /** That the run took. */
  readonly seconds: number;
}

/** Everything that was measured. */
export function report(results: Results): string {
  const { options, contenders, latency, starts, pages } = results;
  const names = Object.keys(contenders);
  const cpu = (name: string, operation: OperationName): number =>
    contenders[name]?.operations[operation]?.cpu ?? NaN;
  const byOperation = (figure: (name: string, operation: OperationName) => string): string[][] =>
    options.operations.map((operation) => [
      operationTitles[operation],
      ...names.map((name) => figure(name, operation)),
    ]);

  const parts = [
    whereAndWhen(results),
    names.map((name) => `- ${name}: ${contenders[name]?.title ?? ''}`).join('\n'),
  ];
  const add = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
    if (rows.length > 0) parts.push(table(head, rows));
  };
  add(
    ['CPU µs a request', ...names],
    byOperation((name, operation) => rounded(cpu(name, operation), 1)),
  );
  if (names.includes('service') && names.length > 1) {
    add(
      ['CPU, this service to each', ...names],
      byOperation((name, operation) => rounded(cpu('service', operation) / cpu(name, operation), 2)),
    );
  }
  add(
    [`requests a second, ${options.connections} connections`, ...names],
    byOperation((name, operation) => rounded(contenders[name]?.operations[operation]?.perSecond ?? NaN, 0)),
  );
  const others = [
    ['resident memory, MB', ...names.map((name) => rounded(contenders[name]?.residentMb ?? NaN, 0))],
  ];
  if (starts !== undefined) {
    others.push(['start to first answer, ms', ...names.map((name) => rounded(starts[name] ?? NaN, 0))]);
  }
  for (const [plan, byName] of Object.entries(latency ?? {})) {
    others.push([
      `${plan}: p50, p99 in ms`,
      ...names.map((name) => {
        const result = byName[name];
        if (result === undefined) return '–';
        return `${rounded(result.p50, 1)}, ${rounded(result.p99, 1)}${result.keptUp ? '' : ' (cannot keep up)'}`;
      }),
    ]);
  }
  add(['what', ...names], others);
  if (pages !== undefined) {
    const sizes = Object.keys(Object.values(pages)[0] ?? {}).map(Number);
    add(
      ['this service, CPU µs a request', ...sizes.map((size) => `${size} tasks`)],
      Object.entries(pages).map(([page, costs]) => [
        page,
        ...sizes.map((size) => rounded(costs[size] ?? NaN, 1)),
      ]),
    );
  }
  parts.push(aimsTable(results));
  return parts.join('\n\n');
}

function aimsTable(results: Results): string {
  const aims = aimsOf(results).filter(({ figure }) => figure !== undefined);
  return table(
    ['what', 'figure', 'aim', 'result'],
    aims.map(({ what, figure = NaN, aim, isReached }) => [
      what,
      rounded(figure, 2),
      aim,
      isReached ? 'reached' : 'not reached',
    ]),
  );
}

function whereAndWhen({ machine, options, seconds }: Results): string {
  const { cpu, cores, os, node, date, isPinned, load } = machine;
  const busy =
    load > cores / 4
      ? ` Other programs were busy on the machine (load ${load.toFixed(0)} before the run): of these figures, only CPU ` +
        'and its ratios tell something; throughput, latency and starts are mostly waiting for a processor.'
      : '';
  return (
    `Measured on ${cpu}, ${cores} cores, ${os}, Node ${node}, on ${date}, ` +
    `${isPinned ? 'each contender on one processor, ' : ''}with ${options.tasks} tasks, in ${seconds} s.${busy}`
  );
}

/** A table of Markdown, its columns in line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function rounded(figure: number, digits: number): string {
  return Number.isNaN(figure) ? '–' : figure.toFixed(digits);
}
