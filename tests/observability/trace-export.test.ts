// A failing collector causes the loss of spans, and has no other effect.
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { OtlpReceiver } from '../support/otlp-receiver.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { scrape } from './scrape.ts';

let receiver: OtlpReceiver;
let server: TestServer | undefined;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  receiver.behave(undefined);
  await server?.close();
  await receiver.close();
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  server = await startServer({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '1',
    ...environment,
  });
  return server;
}

const droppedIn = async ({ url }: TestServer, reason: string): Promise<number | undefined> =>
  (await scrape(url)).get(`otel_spans_dropped_total{reason="${reason}"}`);

/** A request with a single span: no stage after the routing has one. */
const request = async ({ url }: TestServer): Promise<number> => (await fetch(`${url}/nothing`)).status;

const messages = ({ logged }: TestServer): unknown[] =>
  logged.map(({ message }) => message).filter((message) => String(message).startsWith('trace'));

test('counts no dropped spans while the collector accepts them', async () => {
  const service = await start();
  await request(service);
  await eventually(() => receiver.spans.length > 0);
  expect(await droppedIn(service, 'export_failed')).toBe(0);
  expect(await droppedIn(service, 'queue_full')).toBe(0);
  expect(messages(service)).toEqual([]);
});

test.each<[string, RequestListener, Record<string, string>]>([
  ['refuses spans', (_request, response) => response.writeHead(400).end(), {}],
  ['is not authorized to store spans', (_request, response) => response.writeHead(403).end(), {}],
  ['disconnects', (request) => request.socket.resetAndDestroy(), { OTEL_EXPORTER_OTLP_TIMEOUT: '50' }],
  ['does not respond', () => undefined, { OTEL_EXPORTER_OTLP_TIMEOUT: '50' }],
  [
    'postpones spans',
    (_request, response) => response.writeHead(503, { 'Retry-After': '60' }).end(),
    { OTEL_EXPORTER_OTLP_TIMEOUT: '50' },
  ],
])('serves requests and counts dropped spans while a collector %s', async (_name, behavior, settings) => {
  const service = await start(settings);
  receiver.behave(behavior);
  expect(await request(service)).toBe(404);
  await eventually(async () => (await droppedIn(service, 'export_failed'))! > 0);
  expect(await request(service)).toBe(404);
  expect(messages(service)).toEqual(['traces cannot be exported']);

  receiver.behave(undefined);
  await eventually(async () => {
    await request(service);
    return receiver.spans.length > 0;
  });
  await eventually(() => messages(service).length > 1);
  expect(messages(service)).toEqual(['traces cannot be exported', 'trace export has resumed']);
});

test('serves requests while the collector is unreachable, and names the collector in the log', async () => {
  const port = await freePort();
  const service = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_TIMEOUT: '50',
  });
  expect(await request(service)).toBe(404);
  await eventually(async () => (await droppedIn(service, 'export_failed'))! > 0);
  const line = service.logged.find(({ message }) => message === 'traces cannot be exported');
  expect(line).toMatchObject({ level: 'warn', collector: `127.0.0.1:${port}` });
});

test('keeps a limited number of spans for a slow collector, and drops the rest', async () => {
  const service = await start({ OTEL_BSP_MAX_QUEUE_SIZE: '5', OTEL_EXPORTER_OTLP_TIMEOUT: '60000' });
  const held: (() => void)[] = [];
  receiver.behave((_request, response) => {
    held.push(() => response.setHeader('Content-Type', 'application/json').end('{}'));
  });
  await request(service);
  await eventually(() => held.length === 1);
  for (let n = 0; n < 20; n += 1) expect(await request(service)).toBe(404);
  // Five of the 20 spans wait in the queue. Two spans of the scrape itself are dropped too.
  expect(await droppedIn(service, 'queue_full')).toBe(15 + 2);
  receiver.behave(undefined);
  for (const respond of held) respond();
  await eventually(() => receiver.spans.length >= 5);
  expect(receiver.spans.slice(0, 5).map(({ attributes }) => attributes['url.path'])).toEqual(
    Array(5).fill('/nothing'),
  );
});

test('stops within seconds while the collector does not respond', async () => {
  const service = await start({ OTEL_EXPORTER_OTLP_TIMEOUT: '60000' });
  const held: (() => void)[] = [];
  receiver.behave((_request, response) => {
    held.push(() => response.writeHead(400).end());
  });
  await request(service);
  const began = performance.now();
  await service.close();
  server = undefined;
  expect(performance.now() - began).toBeLessThan(8000);
  expect(held).toHaveLength(1);
  for (const respond of held) respond();
});
