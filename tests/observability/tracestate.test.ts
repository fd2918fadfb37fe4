// The `tracestate` of a caller, as the service passes it on.
import type { Request } from 'express';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { startTracing } from '../../src/observability/opentelemetry/tracing.ts';
import type { Tracing } from '../../src/observability/tracing.ts';

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
let tracing: Tracing;

beforeAll(async () => {
  // Nothing listens at this endpoint. No span ends, so nothing is exported.
  const { tracing: config, proxies } = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  tracing = await startTracing(config!, {
    service: { name: 'test', version: '1', attributePrefix: 'api' },
    proxies,
    currentHeaders: () => ({}),
    events: { onDropped: () => undefined, onExported: () => undefined, onExportFailed: () => undefined },
  });
});
afterAll(() => tracing.stop());

const passedOn = (headers: Readonly<Record<string, string>>): string | undefined =>
  tracing.startRequest({ method: 'GET', headers } as Partial<Request> as Request).span?.headers()[
    'tracestate'
  ];

const members = (count: number): string[] => Array.from({ length: count }, (_, index) => `vendor${index}=1`);

const long = `a=1,${'b'.repeat(200)}=${'c'.repeat(250)}`;

test.each<[string, string, string | undefined]>([
  ['passes on valid members in their order', 'b=2,a=1,t@v=x/y', 'b=2,a=1,t@v=x/y'],
  ['passes on at most 32 members', members(40).join(','), members(32).join(',')],
  ['passes on at most 512 characters', `${long},d=${'e'.repeat(250)}`, long],
  ['leaves out malformed members', 'a=1, ,B=2,=,c,d=e=f,ü=1,g=2', 'a=1,g=2'],
  ['passes on nothing of a header without valid members', ',,=;', undefined],
  ['passes on nothing of an empty header', '', undefined],
])('%s', (_name, tracestate, expected) => {
  expect(passedOn({ traceparent, tracestate })).toBe(expected);
});

test.each([undefined, '00-nonsense', traceparent.toUpperCase()])(
  'passes on nothing with the traceparent %j',
  (other) => {
    expect(passedOn({ ...(other && { traceparent: other }), tracestate: 'a=1' })).toBeUndefined();
  },
);
