// Prints the progress of a check, and collects its errors. A check is one process, so it has one report.
import { setTimeout } from 'node:timers/promises';

/** The errors that the check has found so far. */
export const errors: string[] = [];

/** Prints a line with the time since the start of the process. */
export function print(text: string): void {
  console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

/** Prints whether an expectation is met. Records an error if it is not. */
export function check(what: string, isMet: boolean, figure = ''): void {
  const text = `${what}${figure === '' ? '' : ` (${figure})`}`;
  print(`${isMet ? '✓' : '✗'} ${text}`);
  if (!isMet) errors.push(text);
}

/** Waits until the condition is met. Records an error on a timeout. */
export async function until(
  what: string,
  seconds: number,
  isMet: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  let met = await isMet();
  while (!met && performance.now() < end) {
    await setTimeout(200);
    met = await isMet();
  }
  check(what, met, met ? '' : `timed out after ${seconds} s`);
}

/** Records an error that has ended the check. */
export function recordError(error: unknown): void {
  errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Prints lines of cells in columns. The first line is the header. */
export function printTable(lines: readonly (readonly string[])[]): void {
  const [header = []] = lines;
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  console.log();
  for (const cells of lines) {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(padded.join('  ').trimEnd());
  }
  console.log();
}

/** Prints the errors and the result, and sets the exit code. If the check failed, prints `hint` too. */
export function finish(hint = ''): void {
  for (const error of errors) console.error(`  - ${error}`);
  print(errors.length === 0 ? 'Passed.' : `Failed with ${errors.length} errors. ${hint}`.trimEnd());
  if (errors.length > 0) process.exitCode = 1;
}
