// Fails if CodeQL has open alerts of high or critical severity for GITHUB_REF. Alerts that were dismissed on GitHub with a
// reason are not open.
import { call, readJob, requiredVariable } from './github.ts';

interface Alert {
  readonly html_url: string;
  readonly rule: {
    readonly id: string;
    readonly description: string;
    readonly severity?: string | null;
    readonly security_severity_level?: string | null;
  };
  readonly most_recent_instance: {
    readonly location?: { readonly path: string; readonly start_line: number };
  };
}

const job = readJob(process.env);
const ref = encodeURIComponent(requiredVariable(process.env, 'GITHUB_REF'));

const alerts = await list();
const serious = alerts.filter(({ rule }) =>
  ['high', 'critical'].includes(rule.security_severity_level ?? (rule.severity === 'error' ? 'high' : '')),
);
for (const { rule, html_url: page, most_recent_instance: instance } of serious) {
  const { path = '', start_line: line = 1 } = instance.location ?? {};
  console.log(`::error file=${path},line=${line}::${rule.id}: ${rule.description} (${page})`);
}
console.log(`${alerts.length} open alerts, ${serious.length} of them high or critical.`);
if (serious.length > 0) process.exitCode = 1;

async function list(): Promise<Alert[]> {
  const found: Alert[] = [];
  for (let page = 1; ; page++) {
    const query = `ref=${ref}&state=open&tool_name=CodeQL&per_page=100&page=${page}`;
    const alerts = (await call(job, 'GET', `/code-scanning/alerts?${query}`)) as Alert[];
    found.push(...alerts);
    if (alerts.length < 100) return found;
  }
}
