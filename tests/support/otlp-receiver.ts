// Receives traces and logs like a collector or a store (OTLP/HTTP with JSON), and can simulate failures.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty or missing for a root span. */
  readonly parentSpanId?: string;
  readonly name: string;
  /** The kind of span: 1 for internal, 2 for a server, 3 for a client. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** The code 2 marks an error. */
  readonly status: { readonly code?: number };
  /** The attributes of the program that recorded the span. */
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface ReceivedLog {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly severityText?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  /** The headers of each export. */
  readonly exports: readonly IncomingHttpHeaders[];
  /** Replaces the handler of exports. Undefined restores the default handler, which accepts them. */
  behave(listener: RequestListener | undefined): void;
  close(): Promise<void>;
}

type Value = Readonly<Record<'stringValue' | 'intValue' | 'doubleValue' | 'boolValue', unknown>>;
type Attributes = readonly { readonly key: string; readonly value: Partial<Value> }[];
interface Resource {
  readonly resource: { readonly attributes: Attributes };
}
interface Payload {
  readonly resourceSpans?: readonly (Resource & {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ReceivedSpan, 'attributes' | 'links' | 'resource'> & {
        readonly attributes?: Attributes;
        readonly links?: ReceivedSpan['links'];
      })[];
    }[];
  })[];
  readonly resourceLogs?: readonly (Resource & {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly (Omit<ReceivedLog, 'attributes' | 'resource'> & {
        readonly attributes?: Attributes;
      })[];
    }[];
  })[];
}

/** Starts a receiver on a free port. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLog[] = [];
  const exports: IncomingHttpHeaders[] = [];
  let behavior: RequestListener | undefined;
  const server = createServer((request, response) => {
    exports.push(request.headers);
    if (behavior !== undefined) {
      behavior(request, response);
      return;
    }
    void json(request).then((payload) => {
      spans.push(...spansIn(payload as Payload));
      logs.push(...logsIn(payload as Payload));
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    logs,
    exports,
    behave(listener) {
      behavior = listener;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function spansIn({ resourceSpans = [] }: Payload): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        ...span,
        links: span.links ?? [],
        attributes: record(span.attributes),
        resource: record(resource.attributes),
      })),
    ),
  );
}

function logsIn({ resourceLogs = [] }: Payload): ReceivedLog[] {
  return resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap((scope) =>
      scope.logRecords.map((log) => ({
        ...log,
        attributes: record(log.attributes),
        resource: record(resource.attributes),
      })),
    ),
  );
}

function record(attributes: Attributes = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
