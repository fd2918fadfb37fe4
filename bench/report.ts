// Formats the figures of a run as Markdown tables.
import { targetsOf } from './targets.ts';
import { operationTitles } from './operations.ts';
import type { OperationName } from './operations.ts';
import type { Results } from './results.ts';

export function report(results: Results): string {
  const { options, subjects, latency, starts, pages } = results;
  const names = Object.keys(subjects);
  const cpu = (name: string, operation: OperationName): number =>
    subjects[name]?.operations[operation]?.cpu ?? NaN;
  const byOperation = (figure: (name: string, operation: OperationName) => string): string[][] =>
    options.operations.map((operation) => [
      operationTitles[operation],
      ...names.map((name) => figure(name, operation)),
    ]);

  const parts = [
    environment(results),
    names.map((name) => `- ${name}: ${subjects[name]?.title ?? ''}`).join('\n'),
  ];
  const add = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
    if (rows.length > 0) parts.push(table(head, rows));
  };
  add(
    ['CPU µs per request', ...names],
    byOperation((name, operation) => rounded(cpu(name, operation), 1)),
  );
  if (names.includes('service') && names.length > 1) {
    add(
      ['CPU of the service relative to …', ...names],
      byOperation((name, operation) => rounded(cpu('service', operation) / cpu(name, operation), 2)),
    );
  }
  add(
    [`requests per second, ${options.connections} connections`, ...names],
    byOperation((name, operation) => rounded(subjects[name]?.operations[operation]?.perSecond ?? NaN, 0)),
  );
  const others = [
    ['resident memory, MB', ...names.map((name) => rounded(subjects[name]?.residentMb ?? NaN, 0))],
  ];
  if (starts !== undefined) {
    others.push(['start to first response, ms', ...names.map((name) => rounded(starts[name] ?? NaN, 0))]);
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
  add(['metric', ...names], others);
  if (pages !== undefined) {
    const sizes = Object.keys(Object.values(pages)[0] ?? {}).map(Number);
    add(
      ['CPU µs per request of the service', ...sizes.map((size) => `${size} tasks`)],
      Object.entries(pages).map(([page, costs]) => [
        page,
        ...sizes.map((size) => rounded(costs[size] ?? NaN, 1)),
      ]),
    );
  }
  parts.push(targetsTable(results));
  return parts.join('\n\n');
}

function targetsTable(results: Results): string {
  const targets = targetsOf(results).filter(({ figure }) => figure !== undefined);
  return table(
    ['metric', 'figure', 'target', 'result'],
    targets.map(({ metric, figure = NaN, target, isMet }) => [
      metric,
      rounded(figure, 2),
      target,
      isMet ? 'met' : 'missed',
    ]),
  );
}

function environment({ machine, options, seconds }: Results): string {
  const { cpu, cores, os, node, date, isPinned, load } = machine;
  const busy =
    load > cores / 4
      ? ` The machine was busy (load ${load.toFixed(0)} before the run): only the CPU figures and their ratios are ` +
        'meaningful. Throughput, latency and start times mostly measure the wait for a processor.'
      : '';
  return (
    `Measured on ${cpu}, ${cores} cores, ${os}, Node ${node}, on ${date}, ` +
    `${isPinned ? 'each subject on one processor, ' : ''}with ${options.tasks} tasks, in ${seconds} s.${busy}`
  );
}

/** A Markdown table with aligned columns. */
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
