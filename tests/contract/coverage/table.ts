/** Rows as a Markdown table that can be read as text too; the first row is the head, the first column to the left. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const written = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `:${'-'.repeat(width - 2)}:`,
  );
  return [head, rule, ...body].map(written).join('\n');
}
