// A delivery is linked to the request that caused its event, however much later it is attempted.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { OtlpReceiver } from '../support/otlp-receiver.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { createWebhook, environment, useReceiver, webhookLimits } from './service-webhooks.ts';

let collector: OtlpReceiver;
let server: TestServer;

beforeAll(async () => {
  collector = await startOtlpReceiver();
  server = await startServer(
    {
      ...environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '1',
    },
    undefined,
    { webhookLimits },
  );
});
afterAll(async () => {
  await server.close();
  await collector.close();
});

/** The attempts after the first `skipped` ones. */
const attempts = (skipped = 0) =>
  collector.spans.filter(({ name }) => name === 'deliver webhook').slice(skipped);

test('links each attempt to the request, and continues the trace at the receiver', async () => {
  const send = client(server);
  let count = 0;
  const receiver = await useReceiver(() => ((count += 1) === 1 ? 500 : 204));
  await createWebhook(send, 'ada', { url: receiver.url });
  const { length: before } = attempts();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  await send('POST', '/tasks', {
    as: 'ada',
    body: { title: 'Traced' },
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  await eventually(() => attempts(before).length === 2);
  const [failed, delivered] = attempts(before);
  expect(failed).toMatchObject({
    attributes: {
      'http.response.status_code': 500,
      'error.type': 'DeliveryFailed',
      'webhook.event': 'task.created',
    },
    status: { code: 2 },
  });
  expect(delivered).toMatchObject({ kind: 3, attributes: { 'http.response.status_code': 204 } });
  expect(delivered?.attributes).not.toHaveProperty('error.type');
  for (const { links } of attempts(before)) expect(links).toMatchObject([{ traceId }]);
  const sent = receiver.requests.map(({ headers }) => headers['traceparent']);
  expect(sent).toEqual(attempts(before).map(({ traceId: own, spanId }) => `00-${own}-${spanId}-01`));
});

test('exports only the host of a webhook URL, no secrets and nothing of the event', async () => {
  const send = client(server);
  const receiver = await useReceiver();
  const webhook = await createWebhook(send, 'do-not-trace-user', {
    url: `${receiver.url}/do-not-trace-path?key=do-not-trace-query`,
    description: 'do-not-trace-description',
  });
  const { length: before } = attempts();
  await send('POST', '/tasks', { as: 'do-not-trace-user', body: { title: 'do-not-trace-title' } });
  await eventually(() => attempts(before).length > 0);
  const text = JSON.stringify(collector.spans);
  expect(text).not.toContain('do-not-trace');
  expect(text).not.toContain(webhook.secret.slice(6, 20));
});
