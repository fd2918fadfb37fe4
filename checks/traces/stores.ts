// The stores that receive the Collector's traces and logs. With `--long`, these are Jaeger and VictoriaLogs, because
// Loki cannot be compiled from its module. By default, one receiver stands in for both.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { startOtlpReceiver } from '../../tests/support/otlp-receiver.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { build } from './go-programs.ts';
import { replaced } from '../observability/project-files.ts';
import { startProgram } from './processes.ts';

/** A span as a store returns it. */
export interface StoredSpan {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The ids of the linked spans. */
  readonly links: readonly string[];
}

/** A log line as a store returns it. */
export interface StoredLine {
  readonly spanId: string;
  readonly message: string;
  readonly status: unknown;
}

export interface Stores {
  /** The names of the programs, for the output. */
  readonly description: string;
  /** The settings of the Collector's trace exporter: its endpoint and further lines of YAML. */
  readonly traces: string;
  readonly logs: string;
  spansOf(traceId: string): Promise<readonly StoredSpan[]>;
  linesOf(traceId: string): Promise<readonly StoredLine[]>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Stores> {
  const receiver = await startOtlpReceiver();
  const { url, spans, logs } = receiver;
  const endpoint = `${url}\n    encoding: json\n    compression: none`;
  return {
    description: 'a receiver that stands in for Jaeger and Loki',
    traces: endpoint,
    logs: endpoint,
    spansOf: async (traceId) =>
      spans
        .filter((span) => span.traceId === traceId)
        .map(({ spanId, parentSpanId, name, attributes, links }) => ({
          id: spanId,
          parentId: parentSpanId,
          name,
          attributes,
          links: links.map((link) => link.spanId),
        })),
    linesOf: async (traceId) =>
      logs
        .filter((log) => log.traceId === traceId)
        .map(({ spanId = '', attributes }) => ({
          spanId,
          message: String(attributes['message']),
          status: attributes['status'],
        })),
    stop: () => receiver.close(),
  };
}

export async function startJaegerAndVictoriaLogs(folder: string): Promise<Stores> {
  const jaeger = await startJaeger(folder);
  const victoriaLogs = await startVictoriaLogs(folder);
  return {
    description: 'Jaeger, and VictoriaLogs in place of Loki',
    ...jaeger.store,
    ...victoriaLogs.store,
    async stop() {
      await jaeger.program.kill();
      await victoriaLogs.program.kill();
    },
  };
}

interface JaegerTrace {
  readonly spans: readonly {
    readonly spanID: string;
    readonly operationName: string;
    readonly references?: readonly {
      readonly refType: string;
      readonly traceID: string;
      readonly spanID: string;
    }[];
    readonly tags: readonly { readonly key: string; readonly value: unknown }[];
  }[];
}

async function startJaeger(folder: string) {
  const [otlp, http, grpc] = [await freePort(), await freePort(), await freePort()];
  const config = join(folder, 'jaeger.yml');
  const file = replaced('jaeger/jaeger.yml', {
    '0.0.0.0:4318': `127.0.0.1:${otlp}`,
    '0.0.0.0:16686': `127.0.0.1:${http}`,
    '0.0.0.0:16685': `127.0.0.1:${grpc}`,
  });
  writeFileSync(config, file);
  const api = `http://127.0.0.1:${http}/api`;
  const program = await startProgram(await build('jaeger'), ['--config', config], {
    folder,
    name: 'jaeger',
    isReady: () => respondsOk(`${api}/services`),
  });
  const spansOf: Stores['spansOf'] = async (traceId) => {
    const response = await fetch(`${api}/traces/${traceId}`);
    if (!response.ok) return [];
    const { data } = (await response.json()) as { data: readonly JaegerTrace[] };
    return data.flatMap(({ spans }) =>
      spans.map(({ spanID: id, operationName: name, references = [], tags }) => {
        const parent = references.find(
          ({ refType, traceID }) => refType === 'CHILD_OF' && traceID === traceId,
        );
        return {
          id,
          parentId: parent?.spanID,
          name,
          attributes: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
          links: references.filter((reference) => reference !== parent).map(({ spanID }) => spanID),
        };
      }),
    );
  };
  return { program, store: { traces: `http://127.0.0.1:${otlp}`, spansOf } };
}

async function startVictoriaLogs(folder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram(
    await build('victoria-logs'),
    [`-httpListenAddr=127.0.0.1:${port}`, `-storageDataPath=${join(folder, 'logs')}`],
    { folder, name: 'victoria-logs', isReady: () => respondsOk(`${url}/health`) },
  );
  const linesOf: Stores['linesOf'] = async (traceId) => {
    const body = new URLSearchParams({ query: `trace_id:="${traceId}"` });
    const response = await fetch(`${url}/select/logsql/query`, { method: 'POST', body });
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const { span_id: spanId = '', message = '', status } = JSON.parse(line) as Record<string, string>;
      return { spanId, message, status };
    });
  };
  return { program, store: { logs: `${url}/insert/opentelemetry`, linesOf } };
}
