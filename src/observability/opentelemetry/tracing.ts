// Traces with OpenTelemetry. The service calls the SDK directly: nothing is registered globally, and no package is
// patched.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import type {
  Context,
  Span as OtelSpan,
  SpanContext,
  SpanOptions as OtelOptions,
  Tracer,
} from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import {
  ATTR_ERROR_TYPE,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
} from '@opentelemetry/semantic-conventions';
import type { Request, Response } from 'express';
import type { TrustedProxies } from '../../http/client-address.ts';
import { ProblemError } from '../../http/problem.ts';
import { readTraceparent, traceparentOf } from '../../http/trace-context.ts';
import type { TraceContext } from '../../http/trace-context.ts';
import type { RequestSpan, Span, SpanOptions, Tracing } from '../tracing.ts';
import type { TracingConfig } from '../tracing-config.ts';
import { httpAttributes, isServerError, spanName } from './http-attributes.ts';
import type { HttpAttributeOptions } from './http-attributes.ts';
import { createSampler } from './samplers.ts';
import { exportInBatches } from './span-export.ts';
import type { ExportEvents } from './span-export.ts';

export interface TracingOptions {
  readonly service: { readonly name: string; readonly version: string; readonly attributePrefix: string };
  readonly proxies: TrustedProxies;
  /** Returns the headers for the next export. */
  readonly currentHeaders: () => TracingConfig['headers'];
  readonly events: ExportEvents;
}

/** How long a stopping process tries to export its last spans. */
const maxStopMs = 3000;

/** Starts to record traces. */
export async function startTracing(config: TracingConfig, options: TracingOptions): Promise<Tracing> {
  const { service, proxies, currentHeaders, events } = options;
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: service.name,
        [ATTR_SERVICE_VERSION]: service.version,
        [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
        ...config.resource,
      }),
    ),
    sampler: createSampler(config.sampler, config.ratio),
    spanProcessors: [exportInBatches(await createExporter(config, currentHeaders), config.queue, events)],
  });
  const tracer = provider.getTracer(service.name, service.version);
  const attributeOptions = { proxies, prefix: service.attributePrefix };

  return {
    startRequest(request) {
      const parent = remoteParent(request);
      // The name and the attributes are set at the end: the route is not known yet, and no sampler reads them.
      const own = tracer.startSpan(
        request.method,
        { kind: SpanKind.SERVER },
        parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent),
      );
      const span = own.isRecording() ? new RecordedRequest(tracer, own, attributeOptions) : undefined;
      return { context: span?.context ?? contextOf(own), span };
    },
    startLinked(name, traceparent, spanOptions = {}) {
      const cause = readTraceparent(traceparent);
      const links = cause === undefined ? [] : [{ context: spanContextOf(cause) }];
      const own = tracer.startSpan(name, { ...startOptions(spanOptions), links }, ROOT_CONTEXT);
      return own.isRecording() ? new RecordedSpan(tracer, own) : undefined;
    },
    async stop() {
      // An unreachable collector must not delay the end of the process.
      const stopped = provider.shutdown().catch(() => undefined);
      await Promise.race([stopped, delay(maxStopMs, undefined, { ref: false })]);
    },
  };
}

/** Loads only the exporter for this protocol, because each exporter loads its own serializer. */
async function createExporter(
  { protocol, url, timeoutMs }: TracingConfig,
  currentHeaders: TracingOptions['currentHeaders'],
): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await (protocol === 'http/json'
    ? import('@opentelemetry/exporter-trace-otlp-http')
    : import('@opentelemetry/exporter-trace-otlp-proto'));
  const headers = () => Promise.resolve({ ...currentHeaders() });
  return new OTLPTraceExporter({ url, headers, timeoutMillis: timeoutMs });
}

/** The span of the caller, with its `tracestate`, which the service passes on unchanged. */
function remoteParent({ headers }: Request): SpanContext | undefined {
  const { traceparent, tracestate } = headers;
  const parent = readTraceparent(traceparent);
  if (parent === undefined) return undefined;
  return {
    ...spanContextOf(parent),
    ...(typeof tracestate === 'string' ? { traceState: new TraceState(tracestate) } : {}),
  };
}

function spanContextOf({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
}

function startOptions({ attributes = {}, isCall = false, startedAt }: SpanOptions): OtelOptions {
  return {
    kind: isCall ? SpanKind.CLIENT : SpanKind.INTERNAL,
    attributes,
    ...(startedAt === undefined ? {} : { startTime: startedAt }),
  };
}

function contextOf(span: OtelSpan): TraceContext {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}

class RecordedSpan implements Span {
  readonly context: TraceContext;
  protected readonly span: OtelSpan;
  readonly #tracer: Tracer;
  #asParent: Context | undefined;

  constructor(tracer: Tracer, span: OtelSpan) {
    this.#tracer = tracer;
    this.span = span;
    this.context = contextOf(span);
  }

  startChild(name: string, options: SpanOptions = {}): Span {
    this.#asParent ??= trace.setSpan(ROOT_CONTEXT, this.span);
    return new RecordedSpan(
      this.#tracer,
      this.#tracer.startSpan(name, startOptions(options), this.#asParent),
    );
  }

  link(other: TraceContext): void {
    this.span.addLink({ context: spanContextOf(other) });
  }

  setAttributes(attributes: Parameters<Span['setAttributes']>[0]): void {
    this.span.setAttributes(attributes);
  }

  headers(): Readonly<Record<string, string>> {
    // The package leaves out malformed members, and limits the number and the length of the others.
    const tracestate = this.span.spanContext().traceState?.serialize() ?? '';
    return { traceparent: traceparentOf(this.context), ...(tracestate === '' ? {} : { tracestate }) };
  }

  end(error?: unknown): void {
    if (error !== undefined) {
      this.span.setAttribute(ATTR_ERROR_TYPE, errorType(error));
      // A problem is an expected outcome. The status of the response shows whether it is the service's error.
      if (!(error instanceof ProblemError)) this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

class RecordedRequest extends RecordedSpan implements RequestSpan {
  readonly #options: HttpAttributeOptions;

  constructor(tracer: Tracer, span: OtelSpan, options: HttpAttributeOptions) {
    super(tracer, span);
    this.#options = options;
  }

  finish(response: Response): void {
    this.span.updateName(spanName(response.req));
    this.span.setAttributes(httpAttributes(response, this.#options));
    if (isServerError(response)) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
  }
}

/** A low-cardinality name of an error. Its message may contain data. */
function errorType(error: unknown): string {
  if (error instanceof ProblemError) return error.details.type;
  return error instanceof Error ? error.name : typeof error;
}
