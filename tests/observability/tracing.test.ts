import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, describe, expect, test } from '@jest/globals';
import { engineName } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { ReceivedSpan } from '../support/otlp-receiver.ts';
import type { TestResponse } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const receiver = await startOtlpReceiver();
const environment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20team',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  OTEL_BSP_SCHEDULE_DELAY: '10',
};
const { server, send } = useServer(environment);
// Closes the receiver after the server, which exports its last spans when it stops.
afterAll(() => receiver.close());

/** The status of a span without an error. */
const unset = { code: 0 };

let lastTrace = 0;

/** A new trace id, and the `traceparent` of a caller that records this trace. */
function newTrace(): { traceId: string; headers: { traceparent: string } } {
  lastTrace += 1;
  const traceId = `4bf92f3577b34da6a3ce929d${String(lastTrace).padStart(8, '0')}`;
  return { traceId, headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` } };
}

/** The spans of a trace, once its server span has arrived. The spans of a request end before it. */
async function spansOf(traceId: string): Promise<ReceivedSpan[]> {
  const found = () => receiver.spans.filter((span) => span.traceId === traceId);
  await eventually(() => found().some(({ kind }) => kind === 2));
  return found();
}

async function serverSpan(traceId: string): Promise<ReceivedSpan> {
  return (await spansOf(traceId)).find(({ kind }) => kind === 2)!;
}

/** The log line of a request. */
async function lineOf({ headers }: Pick<TestResponse, 'headers'>): Promise<Record<string, unknown>> {
  const find = () =>
    server.logged.find((line) => line['requestId'] === headers.get('X-Request-Id') && 'durationMs' in line);
  await eventually(() => find() !== undefined);
  return find()!;
}

describe('the span of a request', () => {
  test('continues the trace of the caller, and describes the operation', async () => {
    const { traceId, headers } = newTrace();
    const { task } = await createTask(send);
    await send('GET', `/tasks/${task.id}`, { headers });
    const span = await serverSpan(traceId);
    expect(span).toMatchObject({
      name: 'GET /tasks/{taskId}',
      parentSpanId: '00f067aa0ba902b7',
      status: unset,
      resource: {
        'service.name': 'task-manager-api',
        'service.version': expect.stringMatching(/^\d/),
        'deployment.environment.name': 'test',
      },
    });
    const { host, port } = new URL(server.url);
    expect(span.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/tasks/{taskId}',
      'http.response.status_code': 200,
      'url.path': `/tasks/${task.id}`,
      'url.scheme': 'http',
      'network.protocol.version': '1.1',
      'server.address': host.replace(/:\d+$/, ''),
      'server.port': Number(port),
      'api.operation.id': 'getTask',
    });
    expect(receiver.exports[0]).toMatchObject({ 'x-tenant': 'a team', 'content-type': 'application/json' });
  });

  test('names the problem of an unsuccessful request, and is not an error of the service', async () => {
    const { traceId, headers } = newTrace();
    await send('POST', '/tasks', { body: { title: '' }, headers });
    const { name, attributes, status } = await serverSpan(traceId);
    expect([name, status]).toEqual(['POST /tasks', unset]);
    expect(attributes).toMatchObject({
      'http.response.status_code': 422,
      'api.problem.type': 'urn:problem-type:task-manager-api:validation-failed',
    });
    expect(attributes).not.toHaveProperty('error.type');
  });

  test('is named only for the method if the path is unknown', async () => {
    const { traceId, headers } = newTrace();
    await send('GET', '/nothing', { as: null, headers });
    const { name, attributes } = await serverSpan(traceId);
    expect(name).toBe('GET');
    expect(attributes).not.toHaveProperty('http.route');
  });

  test('has child spans for authentication, validation and the transaction', async () => {
    const { traceId, headers } = newTrace();
    await createTask(send, { title: 'Traced' }, { headers });
    const spans = await spansOf(traceId);
    const root = spans.find(({ kind }) => kind === 2)!;
    const names = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['authentication', 'validation', 'transaction']));
    const transaction = spans.find(({ name }) => name === 'transaction')!;
    expect(transaction.attributes).toEqual({
      'db.system.name': engineName === 'sqlite' ? 'sqlite' : 'postgresql',
    });
    expect(transaction.kind).toBe(engineName === 'sqlite' ? 1 : 3);
    for (const { startTimeUnixNano, endTimeUnixNano } of spans) {
      expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root.startTimeUnixNano));
      expect(BigInt(endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root.endTimeUnixNano) + 1_000_000n);
    }
  });

  (engineName === 'sqlite' ? test : test.skip)(
    'links to the commit that it shared with other requests',
    async () => {
      // Requests are grouped by chance, so several attempts may be necessary.
      const traces = async (): Promise<string[]> => {
        const all = Array.from({ length: 8 }, newTrace);
        await Promise.all(all.map(({ headers }) => createTask(send, { title: 'Together' }, { headers })));
        return all.map(({ traceId }) => traceId);
      };
      let group: ReceivedSpan | undefined;
      await eventually(async () => {
        const ids = await traces();
        for (const traceId of ids) await spansOf(traceId);
        group = receiver.spans.find(
          ({ name, traceId, links }) => name === 'commit group' && ids.includes(traceId) && links.length > 0,
        );
        return group !== undefined;
      });
      const find = (spanId: string | undefined) => receiver.spans.find((span) => span.spanId === spanId);
      expect(find(group?.parentSpanId)).toMatchObject({ name: 'transaction', traceId: group?.traceId });
      expect(group?.attributes['db.operation.batch.size']).toBe(group!.links.length + 1);
      for (const { spanId, traceId } of group!.links) {
        const other = find(spanId);
        expect(other).toMatchObject({ name: 'transaction', traceId });
        expect(other?.links.map((link) => link.spanId)).toEqual([group?.spanId]);
      }
    },
  );

  test('has a child span for a read', async () => {
    const { traceId, headers } = newTrace();
    await send('GET', '/tasks', { headers });
    expect((await spansOf(traceId)).map(({ name }) => name)).toContain('read');
  });

  test('records the problem of a failed stage', async () => {
    const { traceId, headers } = newTrace();
    await send('GET', '/tasks', { as: null, headers: { ...headers, Authorization: 'Bearer nonsense' } });
    const failed = (await spansOf(traceId)).find(({ name }) => name === 'authentication');
    expect(failed).toMatchObject({
      attributes: { 'error.type': 'urn:problem-type:task-manager-api:unauthorized' },
      status: unset,
    });
  });

  test.each([
    ['missing', undefined],
    ['malformed', '00-nonsense'],
    ['of zeros', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
    ['too long for its version', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more'],
  ])('starts a new trace if traceparent is %s', async (_name, traceparent) => {
    const response = await send('GET', '/health', {
      as: null,
      headers: traceparent === undefined ? {} : { traceparent },
    });
    const { trace_id: traceId, span_id: spanId } = await lineOf(response);
    expect(traceId).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    const { parentSpanId = '', ...span } = await serverSpan(String(traceId));
    expect([span.spanId, parentSpanId]).toEqual([spanId, '']);
  });

  test('is not exported if the caller does not record the trace, but its ids are in the log', async () => {
    const { traceId, headers } = newTrace();
    const response = await send('GET', '/health', {
      as: null,
      headers: { traceparent: headers.traceparent.replace(/01$/, '00') },
    });
    expect(await lineOf(response)).toMatchObject({
      trace_id: traceId,
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const after = newTrace();
    await send('GET', '/health', { as: null, headers: after.headers });
    await spansOf(after.traceId);
    expect(receiver.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });
});

describe('the log lines of a request', () => {
  test('contain the ids of its span', async () => {
    const { traceId, headers } = newTrace();
    const response = await send('GET', '/tasks?limit=1', { headers });
    const { spanId } = await serverSpan(traceId);
    expect(await lineOf(response)).toMatchObject({ trace_id: traceId, span_id: spanId });
  });

  test('include the cause of a rejection', async () => {
    const { traceId, headers } = newTrace();
    await send('GET', '/tasks', { as: null, headers: { ...headers, Authorization: 'Bearer nonsense' } });
    const { spanId } = await serverSpan(traceId);
    const lines = server.logged.filter((line) => line['trace_id'] === traceId);
    expect(lines.map(({ message }) => message)).toEqual(['Unauthorized', 'request']);
    for (const line of lines) expect(line['span_id']).toBe(spanId);
  });
});

test('exports no token, query, header, task text or user', async () => {
  const secret = (name: string) => `do-not-trace-${name}`;
  const { traceId, headers } = newTrace();
  const token = await server.token(secret('user'));
  const other = { 'User-Agent': secret('agent'), Cookie: secret('cookie'), 'X-Other': secret('header') };
  const { task } = await createTask(send, { title: secret('title'), tags: [secret('tag')] }, { headers });
  await send('GET', `/tasks?q=${secret('query')}`, { headers: { ...headers, ...other } });
  await send('GET', `/tasks?${secret('parameter')}=1`, { headers });
  await send('GET', `/tasks/${task.id}`, {
    as: null,
    headers: { ...headers, Authorization: `Bearer ${token}` },
  });
  await send('GET', '/tasks', { as: null, headers: { ...headers, Authorization: `Bearer ${token}x` } });
  const operations = [{ type: 'create', task: { title: secret('batch') } }];
  await send('POST', '/tasks/batch', { body: { operations }, headers });
  await send('GET', `/changes?cursor=${secret('cursor')}`, { headers });
  // Requests a list that no index serves, because it runs with a deadline.
  await send('GET', `/tasks?tag=${secret('tag')}&priority=high&sort=dueDate`, { headers });
  const webhook = { url: `https://${secret('host')}.example/${secret('path')}`, events: ['task.restored'] };
  await send('POST', '/webhooks', { body: webhook, headers });
  await eventually(
    () => receiver.spans.filter((span) => span.traceId === traceId && span.kind === 2).length === 9,
  );
  const text = JSON.stringify(receiver.spans);
  expect(text).not.toContain('do-not-trace');
  for (const part of token.split('.')) expect(text).not.toContain(part);
});

test('continues the trace at the issuer whose keys the request waits for', async () => {
  const requests: IncomingHttpHeaders[] = [];
  const issuer = createServer((request, response) => {
    requests.push(request.headers);
    response.setHeader('Connection', 'close').end('{"keys":[]}');
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const { port } = issuer.address() as AddressInfo;
  const service = await startServer({
    ...environment,
    AUTH_JWT_SECRET: '',
    AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys?secret=do-not-trace`,
    AUTH_ISSUER: 'https://issuer.example',
    AUTH_AUDIENCE: 'tasks',
  });
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ iss: 'https://issuer.example' })
    .setProtectedHeader({ alg: 'ES256', kid: 'unknown' })
    .sign(privateKey);
  const { traceId, headers } = newTrace();
  const state = { tracestate: 'vendor=value' };
  await fetch(`${service.url}/tasks`, {
    headers: { ...headers, ...state, Authorization: `Bearer ${token}` },
  });
  const spans = await spansOf(traceId);
  await service.close();
  issuer.close();

  const call = spans.find(({ kind }) => kind === 3);
  expect(call).toMatchObject({
    name: 'GET',
    parentSpanId: spans.find(({ name }) => name === 'authentication')?.spanId,
    attributes: { 'http.response.status_code': 200, 'url.full': `http://127.0.0.1:${port}/keys` },
  });
  expect(requests).toEqual([
    expect.objectContaining({ traceparent: `00-${traceId}-${call?.spanId}-01`, ...state }),
  ]);
});

describe('the latency', () => {
  test('has the trace of a request as an exemplar, in OpenMetrics only', async () => {
    const { traceId, headers } = newTrace();
    await send('GET', '/summary', { headers });
    const { spanId } = await serverSpan(traceId);
    const metrics = async (accept: string) =>
      (await fetch(`${server.url}/metrics`, { headers: { Accept: accept } })).text();
    const line = (await metrics('application/openmetrics-text;version=1.0.0'))
      .split('\n')
      .find((each) => each.includes(traceId));
    expect(line).toMatch(
      new RegExp(
        String.raw`^api_request_duration_seconds_bucket\{.*endpoint="/summary"\} \d+ # \{trace_id="${traceId}",span_id="${spanId}"\} [\d.e-]+ [\d.]+$`,
      ),
    );
    expect(await metrics('text/plain')).not.toContain('trace_id');
  });
});
