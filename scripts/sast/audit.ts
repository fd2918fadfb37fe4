import type { Finding } from './finding.ts';

/** What `npm audit --json` prints: a report, or an error. */
interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>;
  readonly message?: string;
}

const serious = ['high', 'critical'];

/** Judges what `npm audit --json` printed, and its exit code. Without an answer from a registry there is no judgement. */
export function judgeAudit(status: number | null, output: string): Finding {
  const { vulnerabilities, message = '' } = (output === '' ? {} : JSON.parse(output)) as Audit;
  if (vulnerabilities === undefined)
    return { result: 'skipped', why: `npm's registry gave no answer (${message})` };
  if (status === 0) return { result: 'passed' };
  const lines = Object.entries(vulnerabilities)
    .filter(([, { severity }]) => serious.includes(severity))
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity}`);
  return { result: 'failed', output: [...lines, 'See `npm audit --omit=dev`.'].join('\n') };
}
