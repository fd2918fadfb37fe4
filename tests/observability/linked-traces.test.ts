// Tests deferred work: it runs in its own trace, which links to the trace of the request that caused it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { startTracing } from '../../src/observability/opentelemetry/tracing.ts';
import { currentTraceparent, withSpan } from '../../src/observability/tracing.ts';
import type { Tracing } from '../../src/observability/tracing.ts';
import { traceDatabase } from '../../src/wiring/traced-database.ts';
import { eventually } from '../support/eventually.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { OtlpReceiver, ReceivedSpan } from '../support/otlp-receiver.ts';
import { openTemporary } from '../support/temporary-database.ts';

let receiver: OtlpReceiver;
let tracing: Tracing;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  tracing = await start({});
});
afterAll(async () => {
  await tracing.stop();
  await receiver.close();
});

async function start(environment: Readonly<Record<string, string>>): Promise<Tracing> {
  const { tracing: config, proxies } = readConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '1',
    ...environment,
  });
  return await startTracing(config!, {
    service: { name: 'test', version: '1', attributePrefix: 'api' },
    proxies,
    currentHeaders: () => config!.headers,
    events: { onDropped: () => undefined, onExported: () => undefined, onExportFailed: () => undefined },
  });
}

async function received(spanId: string): Promise<ReceivedSpan> {
  const find = () => receiver.spans.find((span) => span.spanId === spanId);
  await eventually(() => find() !== undefined);
  return find()!;
}

test('links later work to its request by the stored traceparent, and continues the trace in the program that the work calls', async () => {
  const cause = tracing.startLinked('cause', undefined)!;
  const stored = withSpan(cause, currentTraceparent);
  expect(stored).toBe(`00-${cause.context.traceId}-${cause.context.spanId}-01`);
  cause.end();

  const delivery = tracing.startLinked('delivery', stored, { isCall: true })!;
  expect(delivery.headers()).toEqual({
    traceparent: `00-${delivery.context.traceId}-${delivery.context.spanId}-01`,
  });
  delivery.end(new TypeError('a message that is not exported'));

  const span = await received(delivery.context.spanId);
  expect(span.traceId).not.toBe(cause.context.traceId);
  expect(span).toMatchObject({
    kind: 3,
    attributes: { 'error.type': 'TypeError' },
    status: { code: 2 },
    links: [{ traceId: cause.context.traceId, spanId: cause.context.spanId }],
  });
  expect(JSON.stringify(receiver.spans)).not.toContain('message that');
});

test('stores the traceparent of each request, even if its change shares a commit with others', async () => {
  const database = traceDatabase(await openTemporary());
  const requests = [1, 2, undefined, 3].map((n) =>
    n === undefined ? undefined : tracing.startLinked('request', undefined),
  );
  const stored = await Promise.all(
    requests.map((request) =>
      withSpan(request, () => database.write('ada', async () => currentTraceparent())),
    ),
  );
  expect(stored.map((traceparent) => traceparent?.split('-')[1])).toEqual(
    requests.map((request) => request?.context.traceId),
  );
});

test('records work without a link if the change was made without a trace', async () => {
  expect(currentTraceparent()).toBeUndefined();
  const span = tracing.startLinked('delivery', undefined)!;
  span.end();
  expect((await received(span.context.spanId)).links).toEqual([]);
});

test.each([
  ['always_on', '', 10],
  ['always_off', '', 0],
  ['traceidratio', '0', 0],
  ['traceidratio', '1', 10],
  ['parentbased_always_off', '', 0],
  ['parentbased_traceidratio', '1', 10],
])(
  'records later work as the sampler %s decides with the argument "%s"',
  async (sampler, argument, expected) => {
    const sampled = await start({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: argument });
    const spans = Array.from({ length: 10 }, () => sampled.startLinked('work', undefined));
    expect(spans.filter((span) => span !== undefined)).toHaveLength(expected);
    await sampled.stop();
  },
);
