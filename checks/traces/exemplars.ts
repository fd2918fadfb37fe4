// Reads the exemplars of the latency metric: from the service's metrics or, with `--long`, from Prometheus.
import { startPrometheus } from './prometheus.ts';

export interface Exemplars {
  readonly source: string;
  /** The trace ids in the latency exemplars of creates. */
  traceIds(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export function exemplarsInMetrics(url: string): Exemplars {
  return {
    source: 'the metrics',
    async traceIds() {
      const headers = { Accept: 'application/openmetrics-text;version=1.0.0' };
      const text = await (await fetch(`${url}/metrics`, { headers })).text();
      const creates =
        /^api_request_duration_seconds_bucket\{(?=[^}]*"POST")[^}]*endpoint="\/tasks"[^}]*\} \d+ # \{trace_id="(\w+)"/gm;
      return [...text.matchAll(creates)].map(([, traceId = '']) => traceId);
    },
    stop: async () => undefined,
  };
}

interface ExemplarResponse {
  readonly data: readonly {
    readonly exemplars: readonly { readonly labels: { readonly trace_id: string } }[];
  }[];
}

/** Runs Prometheus with the flag that docker-compose.yml sets. */
export async function exemplarsInPrometheus(folder: string, url: string): Promise<Exemplars> {
  const prometheus = await startPrometheus(folder, {
    words: {
      'api:5000': new URL(url).host,
      'scrape_interval: 10s': 'scrape_interval: 1s',
      'scrape_timeout: 5s': 'scrape_timeout: 1s',
    },
    flags: ['--enable-feature=exemplar-storage'],
  });
  return {
    source: 'Prometheus',
    async traceIds() {
      const now = Date.now() / 1000;
      const body = new URLSearchParams({
        query: 'api_request_duration_seconds_bucket{method="POST",endpoint="/tasks"}',
        start: String(now - 600),
        end: String(now + 60),
      });
      const response = await fetch(`${prometheus.url}/api/v1/query_exemplars`, { method: 'POST', body });
      const { data } = (await response.json()) as ExemplarResponse;
      return data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id));
    },
    stop: () => prometheus.stop(),
  };
}
