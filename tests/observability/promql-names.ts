// Finds the metrics and routes that a PromQL expression uses.

/** Keywords and functions of PromQL that look like metrics. */
const words = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'and',
  'or',
  'unless',
  'bool',
  'offset',
]);

/** The metrics and recorded series in an expression. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/"[^"]*"/g, '""')
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/\[[^\]]*\]/g, '[]')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = bare.match(/[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\()\b(?!\s*\()/g) ?? [];
  return [...new Set(names.filter((name) => !words.has(name)))];
}

/** The routes that an expression selects. */
export function routesIn(expr: string): string[] {
  return [...expr.matchAll(/endpoint(?:=|=~|!=|!~)"([^"]*)"/g)].flatMap(([, value = '']) => value.split('|'));
}
