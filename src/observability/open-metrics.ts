// The metrics in OpenMetrics 1.0. They come from a second registry: when prom-client writes a registry in this format,
// it renames the registry's counters for all later scrapes, in any format.
import { Registry } from 'prom-client';
import type { Metric, OpenMetricsContentType } from 'prom-client';

const totalSuffix = /_total$/;

/** The metrics of a registry as OpenMetrics text. The samples have the same names and labels as in the default format. */
export async function openMetrics(registry: Registry): Promise<string> {
  const copy = new Registry<OpenMetricsContentType>();
  copy.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of await registry.getMetricsAsJSON()) {
    // In OpenMetrics, the name of a counter has no suffix. prom-client adds the suffix to the name of each sample.
    const isCounter = (metric.type as unknown) === 'counter';
    const renamed = { ...metric, name: isCounter ? metric.name.replace(totalSuffix, '') : metric.name };
    copy.registerMetric({ ...renamed, get: async () => renamed } as unknown as Metric);
  }
  return await copy.metrics();
}
