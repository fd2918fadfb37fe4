// Starts tracing, and reports dropped spans and collector outages.
import { Counter } from 'prom-client';
import type { Config } from '../config.ts';
import type { Contract } from '../contract/document.ts';
import { describeError } from '../observability/logger.ts';
import type { DropReason, ExportEvents } from '../observability/opentelemetry/span-export.ts';
import type { Tracing } from '../observability/tracing.ts';
import { version } from '../process/version.ts';
import type { Reporting } from './event-reporting.ts';
import type { LiveValues } from './renewals.ts';

/** Starts to record traces. If no endpoint is configured, returns undefined and does not load OpenTelemetry. */
export async function startTracing(
  { tracing: config, proxies }: Pick<Config, 'tracing' | 'proxies'>,
  { service }: Pick<Contract, 'service'>,
  { live, ...reporting }: Reporting & { readonly live: LiveValues },
): Promise<Tracing | undefined> {
  if (config === undefined) return undefined;
  const implementation = await import('../observability/opentelemetry/tracing.ts');
  return await implementation.startTracing(config, {
    service: { name: service.name, version, attributePrefix: service.metricPrefix },
    proxies,
    currentHeaders: () => live.exportHeaders,
    events: reportExports(new URL(config.url).host, reporting),
  });
}

/** Counts dropped spans, and logs the start and the end of each collector outage. */
function reportExports(collector: string, { metrics, logger }: Reporting): ExportEvents {
  const dropped = new Counter({
    name: 'otel_spans_dropped_total',
    help: 'Spans that were not exported, by reason. Absent without tracing.',
    labelNames: ['reason'],
    registers: [metrics.registry],
  });
  const reasons: readonly DropReason[] = ['queue_full', 'export_failed'];
  for (const reason of reasons) dropped.inc({ reason }, 0);
  let isReachable = true;
  return {
    onDropped: (reason, spans) => {
      dropped.inc({ reason }, spans);
    },
    onExported() {
      if (!isReachable) logger.info('trace export has resumed', { collector });
      isReachable = true;
    },
    onExportFailed(error) {
      if (isReachable) logger.warn('traces cannot be exported', { collector, error: describeError(error) });
      isReachable = false;
    },
  };
}
