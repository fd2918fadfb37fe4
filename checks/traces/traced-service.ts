// The service with tracing. Its log goes to a file, as Docker writes it for a container.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { scrape } from '../../tests/observability/scrape.ts';
import { startProcess } from '../scale/service.ts';

export interface TracedService {
  readonly url: string;
  /** Creates a task. Returns the status. */
  create(traceparent: string): Promise<number>;
  /** Sends `count` read requests, several at a time. Returns the number of responses other than 200. */
  read(count: number, traceparent: () => string): Promise<number>;
  /** The number of request log lines so far. */
  requestLines(): number;
  droppedSpans(): Promise<number>;
  /** Resident memory in MB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

const concurrency = 16;

export async function startTracedService(folder: string, collector: string): Promise<TracedService> {
  const file = join(folder, 'containers/api/api-json.log');
  let rest = '';
  let requestLines = 0;
  const onLog = (text: string): void => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    requestLines += lines.filter((line) => line.includes('"message":"request"')).length;
    appendFileSync(file, lines.map(inDockersFormat).join(''));
  };
  const service = await startProcess(
    join(folder, 'tasks.db'),
    await freePort(),
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    },
    { readsLog: true, onLog },
  );
  const authorization = { Authorization: `Bearer ${service.token}` };
  return {
    url: service.url,
    async create(traceparent) {
      const response = await fetch(`${service.url}/tasks`, {
        method: 'POST',
        headers: { ...authorization, 'Content-Type': 'application/json', traceparent },
        body: '{"title":"Traced"}',
      });
      await response.arrayBuffer();
      return response.status;
    },
    async read(count, traceparent) {
      let failed = 0;
      const readSome = async (): Promise<void> => {
        for (let n = 0; n < count / concurrency; n += 1) {
          const response = await fetch(`${service.url}/tasks?limit=1`, {
            headers: { ...authorization, traceparent: traceparent() },
          });
          await response.arrayBuffer();
          if (response.status !== 200) failed += 1;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, readSome));
      return failed;
    },
    requestLines: () => requestLines,
    async droppedSpans() {
      const series = await scrape(service.url);
      return ['queue_full', 'export_failed']
        .map((reason) => series.get(`otel_spans_dropped_total{reason="${reason}"}`) ?? NaN)
        .reduce((sum, value) => sum + value);
    },
    memory: () => service.memory(),
    stop: () => service.stop(),
  };
}

function inDockersFormat(line: string): string {
  const envelope = {
    log: `${line}\n`,
    stream: 'stdout',
    attrs: { tag: 'task-manager-api:development' },
    time: new Date().toISOString(),
  };
  return `${JSON.stringify(envelope)}\n`;
}
