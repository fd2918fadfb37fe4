// Exports spans in batches. Spans wait in a queue of limited length. A span is dropped if the queue is full, and a
// batch is dropped if the collector does not accept it in time. A failing collector therefore costs spans, but neither
// memory nor requests.
import { ExportResultCode } from '@opentelemetry/core';
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import type { TracingConfig } from '../tracing-config.ts';

/** Why spans were dropped. */
export type DropReason = 'queue_full' | 'export_failed';

/** Called for exported and dropped spans. */
export interface ExportEvents {
  readonly onDropped: (reason: DropReason, spans: number) => void;
  readonly onExported: () => void;
  readonly onExportFailed: (error: unknown) => void;
}

/** The number of spans in one export. */
const maxBatchSize = 512;

/** Creates a processor that exports the sampled spans, and reports each one that it drops. */
export function exportInBatches(
  exporter: SpanExporter,
  { maxSpans, delayMs }: TracingConfig['queue'],
  { onDropped, onExported, onExportFailed }: ExportEvents,
): SpanProcessor {
  // The batch processor has the same limit, but does not report what it drops.
  let waiting = 0;
  const counting: SpanExporter = {
    export(spans, done) {
      waiting -= spans.length;
      exporter.export(spans, (result) => {
        if (result.code === ExportResultCode.SUCCESS) onExported();
        else {
          onDropped('export_failed', spans.length);
          onExportFailed(result.error);
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
  const batches = new BatchSpanProcessor({
    exporter: counting,
    maxQueueSize: maxSpans,
    maxExportBatchSize: Math.min(maxBatchSize, maxSpans),
    scheduledDelayMillis: delayMs,
  });
  return {
    onStart: () => undefined,
    onEnd(span) {
      if (waiting >= maxSpans) {
        onDropped('queue_full', 1);
        return;
      }
      waiting += 1;
      batches.onEnd(span);
    },
    forceFlush: () => batches.forceFlush(),
    shutdown: () => batches.shutdown(),
  };
}
