// Compiles Go programs for the checks, at pinned versions, and keeps them in node_modules/.cache.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { find, run } from '../observability/programs.ts';

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

const collectorVersion = 'v0.165.0';

/** The Collector components that observability/collector/collector.yml uses. */
const collectorModules = {
  receivers: [
    `go.opentelemetry.io/collector/receiver/otlpreceiver ${collectorVersion}`,
    `github.com/open-telemetry/opentelemetry-collector-contrib/receiver/filelogreceiver ${collectorVersion}`,
  ],
  processors: [
    `go.opentelemetry.io/collector/processor/batchprocessor ${collectorVersion}`,
    `go.opentelemetry.io/collector/processor/memorylimiterprocessor ${collectorVersion}`,
  ],
  exporters: [`go.opentelemetry.io/collector/exporter/otlphttpexporter ${collectorVersion}`],
};

/** Thrown if a program cannot be compiled. The message states the reason. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Whether Go is installed, or the program of this name has already been compiled. */
export function canBuild(name: keyof typeof programs): boolean {
  return existsSync(programs[name].file) || find('go') !== undefined;
}

/** The path of a compiled program. Compiles it if necessary, which takes minutes. Throws a `BuildError`. */
export async function build(name: keyof typeof programs): Promise<string> {
  const { file, compile } = programs[name];
  if (existsSync(file)) return file;
  const folder = `${file}.build`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await go(folder, ['mod', 'init', 'build']);
  await compile(folder, file);
  rmSync(folder, { recursive: true });
  return file;
}

const programs = {
  otelcol: { file: fileOf('otelcol', collectorVersion), compile: compileCollector },
  jaeger: moduleProgram('jaeger', 'github.com/jaegertracing/jaeger/cmd/jaeger', 'v1.76.0'),
  'victoria-logs': moduleProgram(
    'victoria-logs',
    'github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs',
    'v1.52.1',
  ),
  toxiproxy: moduleProgram('toxiproxy', 'github.com/Shopify/toxiproxy/v2/cmd/server', 'v2.5.0'),
};

function fileOf(name: string, version: string): string {
  return join(cache, `${name}-${version}`, name);
}

function moduleProgram(name: string, module: string, version: string) {
  return {
    file: fileOf(name, version),
    compile: async (folder: string, file: string) => {
      // With `-tool`, Go builds the program with the dependency versions of its release.
      await go(folder, ['get', '-tool', `${module}@${version}`]);
      await go(folder, ['build', ...small, '-o', file, module]);
    },
  };
}

/** Generates and compiles a Collector that contains only `collectorModules`, with the Collector's own builder. */
async function compileCollector(folder: string, file: string): Promise<void> {
  const builder = 'go.opentelemetry.io/collector/cmd/builder';
  const kinds = Object.entries(collectorModules).map(
    ([kind, modules]) => `${kind}:\n${modules.map((module) => `  - gomod: ${module}\n`).join('')}`,
  );
  writeFileSync(
    join(folder, 'parts.yml'),
    `dist: { name: otelcol, output_path: ./generated }\n${kinds.join('')}`,
  );
  await go(folder, ['get', '-tool', `${builder}@${collectorVersion}`]);
  await go(folder, ['tool', builder, '--config', 'parts.yml', '--skip-compilation']);
  await go(join(folder, 'generated'), ['build', ...small, '-o', file, '.']);
}

/** Flags that omit debugging symbols. */
const small = ['-trimpath', '-ldflags', '-s -w'];

async function go(folder: string, args: readonly string[]): Promise<void> {
  const command = find('go');
  if (command === undefined) throw new BuildError('Go is not installed');
  const { code, output } = await run(command, ['-C', folder, ...args], { ...process.env, CGO_ENABLED: '0' });
  if (code !== 0) throw new BuildError(`go ${args.join(' ')} failed:\n${output.slice(-2000)}`);
}
