/**
 * Formats rows as a Markdown table that is also readable as plain text. The first row is the header. The first column is
 * left-aligned.
 */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const rowOf = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `:${'-'.repeat(width - 2)}:`,
  );
  return [head, rule, ...body].map(rowOf).join('\n');
}
