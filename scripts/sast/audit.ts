import type { Finding } from './finding.ts';

/** The output of `npm audit --json`: a report or an error. */
interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
  readonly message?: string;
}

const severities = ['high', 'critical'];

/** Evaluates `npm audit --json`. Skips the check if the registry is unavailable. */
export function judgeAudit(status: number | null, output: string): Finding {
  const { vulnerabilities, message = '' } = (output === '' ? {} : JSON.parse(output)) as Audit;
  if (vulnerabilities === undefined)
    return { result: 'skipped', reason: `the npm registry did not respond (${message})` };
  if (status === 0) return { result: 'passed' };
  const lines = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => severities.includes(severity))
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
  return { result: 'failed', output: [...lines, 'Run `npm audit --omit=dev` for details.'].join('\n') };
}
