// Traces: the interfaces between the service and OpenTelemetry. They load no package. opentelemetry/ implements them,
// and is loaded only if an endpoint is configured. docs/decisions/0029-traces.md explains the design.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request, RequestHandler, Response } from 'express';
import { traceparentOf } from '../http/trace-context.ts';
import type { TraceContext } from '../http/trace-context.ts';

/** Attributes of a span. Their names are those of OpenTelemetry's semantic conventions. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Options of a new span. */
export interface SpanOptions {
  readonly attributes?: SpanAttributes;
  /** Whether the span is a call to another program. */
  readonly isCall?: boolean;
  /** `performance.now()` at the start. Default: now. */
  readonly startedAt?: number;
}

/** A recorded step of the work for a request. */
export interface Span {
  readonly context: TraceContext;
  /** Starts a span for a part of this step. */
  startChild(name: string, options?: SpanOptions): Span;
  /** Links this span to another span, in the same trace or in a different one. */
  link(other: TraceContext): void;
  setAttributes(attributes: SpanAttributes): void;
  /** The headers that continue the trace in another program (`traceparent`, `tracestate`). */
  headers(): Readonly<Record<string, string>>;
  /** Ends the span. If an error is passed, the span records its type, but never its message. */
  end(error?: unknown): void;
}

/** The span of a request. */
export interface RequestSpan extends Span {
  /** Names the span after the operation, adds the status, and ends it. Call it when the response is closed. */
  finish(response: Response): void;
}

/** The identity of a request in its trace, and its span if the trace is recorded. */
export interface TracedRequest {
  readonly context: TraceContext;
  readonly span: RequestSpan | undefined;
}

/** Records traces and exports them. */
export interface Tracing {
  /** Continues the trace of a well-formed `traceparent`, or starts a new one. */
  startRequest(request: Request): TracedRequest;
  /**
   * Starts a trace for work that a request caused and that runs later, and links it to that request. Returns undefined
   * if the new trace is not recorded. `traceparent` is the stored result of `currentTraceparent`.
   */
  startLinked(name: string, traceparent: string | undefined, options?: SpanOptions): Span | undefined;
  /** Exports the finished spans, for a few seconds at most, and stops. */
  stop(): Promise<void>;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to extend Express's request type
  namespace Express {
    interface Request {
      /** The identity of the request for its log lines. If tracing is off, only the caller's trace id, if any. */
      trace?: { readonly traceId: string; readonly spanId?: string };
      /** Set if the trace is recorded. */
      span?: RequestSpan | undefined;
    }
  }
}

const current = new AsyncLocalStorage<Span | undefined>();

/** Runs work during which `currentSpan` returns this span. */
export function withSpan<T>(span: Span | undefined, work: () => T): T {
  return current.run(span, work);
}

/** The recorded span in which the calling code runs, if any. */
export function currentSpan(): Span | undefined {
  return current.getStore();
}

/** Runs work in a span that ends when the work has succeeded or failed. */
export async function untilSettled<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/**
 * Returns the `traceparent` of the current span. Store it with work that runs later, and pass it to `startLinked`.
 * Undefined if no trace is recorded.
 */
export function currentTraceparent(): string | undefined {
  const span = currentSpan();
  return span && traceparentOf(span.context);
}

/** Wraps a stage of the pipeline. */
export type WrapStage = (stage: RequestHandler) => RequestHandler;

/** Runs a stage in a child of the request's span, which ends when the stage passes the request on or fails. */
export function inChildSpan(name: string): WrapStage {
  return (stage) => (request, response, next) => {
    const span = request.span?.startChild(name);
    if (span === undefined) return stage(request, response, next);
    let isOpen = true;
    const end = (error?: unknown): void => {
      if (isOpen) span.end(error);
      isOpen = false;
    };
    return withSpan(span, () => {
      try {
        const result: unknown = stage(request, response, (error?: unknown) => {
          end(error);
          next(error);
        });
        if (!(result instanceof Promise)) return result;
        return result.then(
          () => {
            end();
          },
          (error: unknown) => {
            end(error);
            throw error;
          },
        );
      } catch (error) {
        end(error);
        throw error;
      }
    });
  };
}

/** Runs a stage within the request's span. */
export const inRequestSpan: WrapStage = (stage) => (request, response, next) =>
  request.span === undefined
    ? stage(request, response, next)
    : withSpan(request.span, () => stage(request, response, next));
