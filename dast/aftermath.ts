// What the service itself says after a run: an error that no answer showed is an error all the same.

interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly status?: number;
}

/**
 * The lines of the service's log that must not be there: answers from 500 on, and errors. What came before it was
 * ready is left out: until then it answers 503, as it should.
 */
export function logFaults(log: string): string[] {
  const lines = log.split('\n').filter((line) => line !== '');
  const entries = lines.map((line) => ({ line, entry: parsed(line) }));
  const ready = entries.findIndex(({ entry }) => entry?.message === 'ready');
  return entries
    .slice(ready + 1)
    .filter(({ entry }) => entry === undefined || entry.level === 'error' || (entry.status ?? 0) >= 500)
    .map(({ line }) => `in the service's log: ${line}`);
}

/** The contract violations that the service has counted, from its metrics. */
export function metricFaults(metrics: string): string[] {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith('api_contract_violations_total{') && !line.endsWith(' 0'))
    .map((line) => `in the service's metrics: ${line}`);
}

function parsed(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
