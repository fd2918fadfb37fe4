// Grafana's own linter for dashboards. It is a Go program: a pinned copy is made where there is Go, and where it cannot be
// had, that is said. tests/observability/dashboards.test.ts holds the dashboards to the same rules, less thoroughly.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, observability, run } from './paths.ts';

const version = 'v0.0.0-20241224134444-1765d94aec4a';
const cache = fileURLToPath(
  new URL(`../../node_modules/.cache/dashboard-linter-${version}/`, import.meta.url),
);
const own = join(cache, 'dashboard-linter');

/** Lints every dashboard. Returns what it finds; that it cannot be had is said, and no fault. */
export async function lintDashboards(): Promise<string[]> {
  const linter = existsSync(own) ? own : (find('dashboard-linter') ?? (await install()));
  if (linter === undefined) return [];
  const folder = join(observability, 'grafana/dashboards');
  const faults: string[] = [];
  for (const file of readdirSync(folder)) {
    const config = join(observability, 'dashboards/linter.yml');
    const { code, output } = await run(linter, ['lint', '--strict', '--config', config, join(folder, file)]);
    console.log(`${code === 0 ? '✓' : '✗'} dashboard-linter ${file}`);
    if (code !== 0) faults.push(`dashboard-linter ${file}:\n${output}`);
  }
  return faults;
}

async function install(): Promise<string | undefined> {
  const go = find('go');
  if (go === undefined) {
    console.log('- dashboard-linter: not run, for there is no Go to make it with');
    return undefined;
  }
  const module = `github.com/grafana/dashboard-linter@${version}`;
  const { code, output } = await run(go, ['install', module], { ...process.env, GOBIN: cache, GOFLAGS: '' });
  if (code === 0) return own;
  console.log(
    `- dashboard-linter: not run, for \`go install ${module}\` failed (${output.split('\n').at(-1) ?? ''})`,
  );
  return undefined;
}
