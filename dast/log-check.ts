// Errors that the service logged or counted during a run, even if no response showed them.

interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly status?: number;
}

/**
 * The unexpected lines of the service's log: 5xx responses, errors and invalid JSON. Skips the lines before `ready`,
 * when the service returns 503 by design.
 */
export function logErrors(log: string): string[] {
  const lines = log.split('\n').filter((line) => line !== '');
  const entries = lines.map((line) => ({ line, entry: parseLine(line) }));
  const ready = entries.findIndex(({ entry }) => entry?.message === 'ready');
  return entries
    .slice(ready + 1)
    .filter(({ entry }) => entry === undefined || entry.level === 'error' || (entry.status ?? 0) >= 500)
    .map(({ line }) => `logged: ${line}`);
}

/** The contract violations in the service's metrics. */
export function metricErrors(metrics: string): string[] {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith('api_contract_violations_total{') && !line.endsWith(' 0'))
    .map((line) => `counted: ${line}`);
}

function parseLine(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
