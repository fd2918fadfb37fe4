import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { cleanUp, serve, settings } from '../support/child-process.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

afterEach(cleanUp);

/** The packages of OpenTelemetry that a service loads when it starts and when it serves requests. */
async function loadedPackages(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = temporaryFolder();
  const preloaded = join(folder, 'report.mjs');
  writeFileSync(
    preloaded,
    `import { registerHooks } from 'node:module';
    registerHooks({
      load(url, context, next) {
        const [name] = /@opentelemetry\\/[a-z-]+/.exec(url) ?? [];
        if (name) process.stderr.write('loads ' + name + '\\n');
        return next(url, context);
      },
    });`,
  );
  const service = await serve({
    ...settings(folder),
    NODE_OPTIONS: `--import=${preloaded}`,
    ...environment,
  });
  await fetch(`${service.url}/health`);
  await fetch(`${service.url}/metrics`, { headers: { Accept: 'application/openmetrics-text' } });
  service.kill('SIGTERM');
  const { stderr } = await service.ended;
  return [...new Set([...stderr.matchAll(/^loads (.*)$/gm)].map(([, name = '']) => name))];
}

test('loads no OpenTelemetry packages without an endpoint, except the one that prom-client loads', async () => {
  const names = await loadedPackages({ OTEL_SERVICE_NAME: 'tasks', OTEL_TRACES_SAMPLER: 'always_on' });
  expect(names).toEqual(['@opentelemetry/api']);
});

test('loads one exporter with an endpoint', async () => {
  const names = await loadedPackages({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
  expect(names).toEqual(
    expect.arrayContaining(['@opentelemetry/sdk-trace', '@opentelemetry/exporter-trace-otlp-proto']),
  );
  expect(names).not.toContain('@opentelemetry/exporter-trace-otlp-http');
});
