// Checks traces end to end (`npm run check:traces`): requests with a known `traceparent` go to the service, its spans and
// log lines go through a real Collector with the project's configuration, and are found in the stores by the trace id.
// Then the collector fails in several ways. Only spans may be lost.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readArguments } from '../../scripts/tools/arguments.ts';
import { find } from '../observability/programs.ts';
import { check, errors, finish, recordError, print, until } from '../report.ts';
import { startCollector } from './collector.ts';
import type { Collector } from './collector.ts';
import { exemplarsInMetrics, exemplarsInPrometheus } from './exemplars.ts';
import type { Exemplars } from './exemplars.ts';
import { canBuild } from './go-programs.ts';
import { startTracedService } from './traced-service.ts';
import type { TracedService } from './traced-service.ts';
import { startJaegerAndVictoriaLogs, startReceiver } from './stores.ts';
import type { StoredSpan, Stores } from './stores.ts';

const { long } = readArguments(
  'npm run check:traces -- [--long]\n  sends traces and logs through a real Collector, and makes it fail\n  --long  with Jaeger, VictoriaLogs and Prometheus instead of stand-ins (compiles them with Go, which takes minutes)',
  { options: { long: { type: 'boolean', default: false } } },
).values;

if (!canBuild('otelcol')) {
  console.log('Skipped traces: the Collector is compiled with Go, which is not installed');
  process.exit(0);
}
if (long && find('prometheus') === undefined) {
  console.error('Missing program: prometheus. On Debian: apt-get install prometheus');
  process.exit(2);
}

/** The id of the caller's span, the same in every request. */
const callerSpan = '00f067aa0ba902b7';
/** Enough requests to overflow the service's span queue. */
const requestsDuringOutage = 2000;
/** The maximum growth of the service's memory during an outage. The queue holds about 4 MB. */
const maxGrowthMb = 64;

let lastTrace = 0;
function newTraceId(): string {
  lastTrace += 1;
  return `4bf92f3577b34da6a3ce929d${lastTrace.toString(16).padStart(8, '0')}`;
}

async function checkOneTrace(service: TracedService, stores: Stores): Promise<void> {
  const traceId = newTraceId();
  const status = await service.create(`00-${traceId}-${callerSpan}-01`);
  check('a request with a known traceparent creates a task', status === 201, String(status));
  let spans: readonly StoredSpan[] = [];
  await until("the request's spans are found by the trace id", 30, async () => {
    spans = await stores.spansOf(traceId);
    return spans.some(({ name }) => name === 'POST /tasks') && spans.length >= 5;
  });
  const [root] = spans.filter(({ parentId }) => parentId === callerSpan);
  const childrenOf = (parent: StoredSpan | undefined): string[] =>
    spans
      .filter(({ parentId }) => parentId === parent?.id)
      .map(({ name }) => name)
      .sort();
  check("the caller's span is the parent of the request's span", root?.name === 'POST /tasks');
  check(
    "the request's span contains authentication, validation and the transaction",
    childrenOf(root).join() === 'authentication,transaction,validation',
    childrenOf(root).join(', '),
  );
  const transaction = spans.find(({ name }) => name === 'transaction');
  check('the transaction contains the commit', childrenOf(transaction).includes('commit group'));
  const { attributes = {} } = root ?? {};
  check(
    "the request's span has the operation id and the status as attributes",
    attributes['api.operation.id'] === 'createTask' &&
      Number(attributes['http.response.status_code']) === 201,
  );
  await until(
    "the request's log line is found by the trace id, and contains the id of the request's span",
    30,
    async () => {
      const lines = await stores.linesOf(traceId);
      return lines.some(({ spanId, message }) => message === 'request' && spanId === root?.id);
    },
  );
}

async function checkCommitGroups(service: TracedService, stores: Stores): Promise<void> {
  let traceIds: string[] = [];
  await until('a transaction is linked to the commit that it shared with others', 30, async () => {
    traceIds = Array.from({ length: 20 }, newTraceId);
    await Promise.all(traceIds.map((traceId) => service.create(`00-${traceId}-${callerSpan}-01`)));
    await setTimeout(1000);
    const spans = (await Promise.all(traceIds.map((traceId) => stores.spansOf(traceId)))).flat();
    const commits = new Set(spans.filter(({ name }) => name === 'commit group').map(({ id }) => id));
    return spans.some(({ name, links }) => name === 'transaction' && links.some((id) => commits.has(id)));
  });
}

async function checkExemplars(exemplars: Exemplars, stores: Stores): Promise<void> {
  await until(`a latency exemplar from ${exemplars.source} leads to its trace`, 30, async () => {
    const [traceId] = await exemplars.traceIds();
    const spans = traceId === undefined ? [] : await stores.spansOf(traceId);
    return spans.some(({ name }) => name === 'POST /tasks');
  });
}

/** Sends requests to the service during an outage of the collector. Only spans may be lost. */
async function checkOutage(
  name: string,
  { service, collector, stores }: { service: TracedService; collector: Collector; stores: Stores },
  fail: () => Promise<() => Promise<void>>,
): Promise<void> {
  print(name);
  const before = { dropped: await service.droppedSpans(), memory: await service.memory() };
  const end = await fail();
  const lines = service.requestLines();
  const failed = await service.read(requestsDuringOutage, () => `00-${newTraceId()}-${callerSpan}-01`);
  check(`all ${requestsDuringOutage} requests succeed`, failed === 0, `${failed} failed`);
  await until(
    `all ${requestsDuringOutage} requests are in the log`,
    30,
    async () => service.requestLines() - lines >= requestsDuringOutage,
  );
  await until(
    'the dropped spans are counted',
    30,
    async () => (await service.droppedSpans()) > before.dropped,
  );
  print(`  ${(await service.droppedSpans()) - before.dropped} spans were dropped`);
  const growth = (await service.memory()) - before.memory;
  check('the memory use stays bounded', growth < maxGrowthMb, `grew by ${growth.toFixed(0)} MB`);
  await end();
  await collector.untilReady();
  await until('traces arrive again', 30, async () => {
    const traceId = newTraceId();
    await service.create(`00-${traceId}-${callerSpan}-01`);
    await setTimeout(1000);
    return (await stores.spansOf(traceId)).length > 0;
  });
}

// The directory is in memory if possible: nothing here needs to survive.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'traces-'));
mkdirSync(join(folder, 'containers/api'), { recursive: true });
const stops: (() => Promise<void>)[] = [];
try {
  print('Compiling the programs that are not cached yet');
  const stores = long ? await startJaegerAndVictoriaLogs(folder) : await startReceiver();
  stops.unshift(() => stores.stop());
  const collector = await startCollector(folder, stores);
  stops.unshift(() => collector.stop());
  const service = await startTracedService(folder, collector.url);
  stops.unshift(() => service.stop());
  const exemplars = long ? await exemplarsInPrometheus(folder, service.url) : exemplarsInMetrics(service.url);
  stops.unshift(() => exemplars.stop());
  print(`The service exports to the Collector, and the Collector to ${stores.description}.`);

  await checkOneTrace(service, stores);
  await checkCommitGroups(service, stores);
  await checkExemplars(exemplars, stores);
  const parts = { service, collector, stores };
  await checkOutage('The collector is down', parts, async () => {
    await collector.stop();
    return () => collector.start();
  });
  await checkOutage('The collector does not respond', parts, async () => {
    collector.pause();
    return async () => {
      collector.resume();
    };
  });
  await checkOutage('The collector rejects all data', parts, async () => {
    await collector.stop();
    const stopRefusing = await collector.refuse();
    return async () => {
      await stopRefusing();
      await collector.start();
    };
  });
} catch (error) {
  recordError(error);
} finally {
  for (const stop of stops) await stop();
}

if (errors.length === 0) rmSync(folder, { recursive: true });
finish(`The program logs are in ${folder}.`);
