// The results table in the guide.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Result } from './run-recipe.ts';
import { guide } from './guide-recipes.ts';

const columns = ['Generator', 'Version', 'Language', 'Round', 'Patch', 'Later version', 'Validator'];
const section = /(?<=<!-- npm run check:generators -- --publish -->\n)[^]*(?=<!-- end -->)/;

const cellsOf = ({ heading, version, language, round, patch, later, validator }: Result): string[] => [
  `[${heading}](#${heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')})`,
  ...[version, language, round, patch, later, validator || 'none'],
];

/** The cells of each row of the guide's table. */
export function publishedRows(): string[][] {
  const [text = ''] = section.exec(readFileSync(guide, 'utf8')) ?? [];
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The row for a result, and the row that the guide has for the same generator. */
export function compareRow(result: Result): {
  readonly measured: string[];
  readonly published: string[] | undefined;
} {
  const measured = cellsOf(result);
  return { measured, published: publishedRows().find(([name]) => name === measured[0]) };
}

/** Writes the table into the guide. Rows of generators without a result keep their text. */
export function publish(results: readonly Result[]): void {
  const kept = publishedRows().filter(([name]) => !results.some((result) => cellsOf(result)[0] === name));
  const rows = [columns, ...[...results.map(cellsOf), ...kept].sort(byName)];
  const widths = columns.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  const text = readFileSync(guide, 'utf8');
  writeFileSync(
    guide,
    text.replace(section, () => `\n${lines.join('\n')}\n\n`),
  );
}

function byName([a = '']: string[], [b = '']: string[]): number {
  return a < b ? -1 : 1;
}
