// Runs Grafana's linter for dashboards, a Go program that is compiled at a pinned version. Without Go, it is skipped.
// tests/observability/dashboards-and-rules.test.ts checks a subset of its rules.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, observability, run } from './programs.ts';

const version = 'v0.0.0-20241224134444-1765d94aec4a';
const cache = fileURLToPath(
  new URL(`../../node_modules/.cache/dashboard-linter-${version}/`, import.meta.url),
);
const own = join(cache, 'dashboard-linter');

/** Lints all dashboards and returns the findings. Prints a message if the linter is unavailable. */
export async function lintDashboards(): Promise<string[]> {
  const linter = existsSync(own) ? own : (find('dashboard-linter') ?? (await install()));
  if (linter === undefined) return [];
  const folder = join(observability, 'grafana/dashboards');
  const errors: string[] = [];
  for (const file of readdirSync(folder)) {
    const config = join(observability, 'dashboards/linter.yml');
    const { code, output } = await run(linter, ['lint', '--strict', '--config', config, join(folder, file)]);
    console.log(`${code === 0 ? '✓' : '✗'} dashboard-linter ${file}`);
    if (code !== 0) errors.push(`dashboard-linter ${file}:\n${output}`);
  }
  return errors;
}

async function install(): Promise<string | undefined> {
  const go = find('go');
  if (go === undefined) {
    console.log('Skipped dashboard-linter: go is not installed');
    return undefined;
  }
  const module = `github.com/grafana/dashboard-linter@${version}`;
  const { code, output } = await run(go, ['install', module], { ...process.env, GOBIN: cache, GOFLAGS: '' });
  if (code === 0) return own;
  console.log(
    `Skipped dashboard-linter: \`go install ${module}\` failed (${output.split('\n').at(-1) ?? ''})`,
  );
  return undefined;
}
