// Fastify with the features of the service, following its best practices: Ajv validates requests and fast-json-stringify
// serializes responses, both from the schemas of openapi.yaml. Hooks do the work that every request requires. pino writes to
// a file asynchronously. prom-client looks up the series of a route once. The token verifier is the service's and the SQL is
// the baseline's, so that they do not affect the comparison.
import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Fastify from 'fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { matchesEntityTag, permitsChange } from '../../src/http/entity-tag.ts';
import { completeFields, patchedFields } from '../../src/tasks/columns.ts';
import { pageLink } from '../../src/resource/page.ts';
import { nextCursor, readListQuery } from '../../src/tasks/page.ts';
import type { Task } from '../../src/tasks/task.ts';
import { readConfig } from '../../src/config.ts';
import { createTokenVerifier, InvalidTokenError } from '../../src/security/token-verifier.ts';
import { schemasOf } from './contract.ts';
import { readSettings } from './settings.ts';
import { openStore } from './store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    sub: string;
    scopes: ReadonlySet<string>;
  }
}

const settings = readSettings();
const store = openStore(settings.database);
// Caches verified tokens like the service.
const verifyToken = createTokenVerifier({
  ...readConfig({}).auth,
  issuers: [settings.issuer],
  audiences: [settings.audience],
  key: { secrets: [settings.secret] },
});

const logFile = pino.destination({ dest: settings.log, sync: false, minLength: 4096 });
const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, logFile);

const metrics = new Registry();
const registers = [metrics];
collectDefaultMetrics({ register: metrics });
const requests = new Counter({
  name: 'api_requests_total',
  help: 'Completed requests.',
  labelNames: ['method', 'endpoint', 'status'],
  registers,
});
const requestDuration = new Histogram({
  name: 'api_request_duration_seconds',
  help: 'Time from a request to the end of its response, in seconds.',
  labelNames: ['method', 'endpoint'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers,
});
const queryDuration = new Histogram({
  name: 'database_query_duration_seconds',
  help: 'Time spent in the database by kind of access, in seconds.',
  labelNames: ['kind'],
  buckets: [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
  registers,
});
const queries = { read: queryDuration.labels('read'), write: queryDuration.labels('write') };

const app = Fastify({
  loggerInstance: logger,
  // Logs one line per request, like the service. Fastify would log two.
  disableRequestLogging: true,
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
});

// Values in queries and paths are strings, which Ajv converts to the types of the contract. Values in JSON bodies have types.
const options = { allErrors: true, useDefaults: true, strict: false } as const;
const coercing = new Ajv2020({ ...options, coerceTypes: 'array' });
const exact = new Ajv2020(options);
for (const ajv of [coercing, exact]) addFormats.default(ajv, { mode: 'full' });
app.setValidatorCompiler<object>(({ schema, httpPart }) =>
  (httpPart === 'body' ? exact : coercing).compile(schema),
);

await app.register(rateLimit, {
  max: settings.requests,
  timeWindow: settings.windowSeconds * 1000,
  enableDraftSpec: true,
  // Runs after authentication, because the limit is per user.
  hook: 'preValidation',
  keyGenerator: (request: FastifyRequest) => request.sub,
});

app.decorateRequest('sub', '');
app.decorateRequest('scopes');

app.addHook('onRequest', async (request, reply) => {
  reply.header('x-request-id', request.id);
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return await unauthorized(request, reply, 'Send a bearer token.');
  try {
    const user = await verifyToken(token);
    request.sub = user.sub;
    request.scopes = user.scopes;
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    return await unauthorized(request, reply, error.message);
  }
  const scope = request.method === 'GET' ? 'tasks:read' : 'tasks:write';
  if (!request.scopes.has(scope))
    return await problem(request, reply, 403, 'Forbidden', `Requires the scope ${scope}.`);
  return undefined;
});

const series = new Map<
  string,
  {
    duration: ReturnType<typeof requestDuration.labels>;
    counts: Map<number, ReturnType<typeof requests.labels>>;
  }
>();
app.addHook('onResponse', (request, reply, done) => {
  const { method } = request;
  const route = request.routeOptions.url ?? 'unmatched';
  const status = reply.statusCode;
  const key = method + route;
  let known = series.get(key);
  if (known === undefined) {
    known = { duration: requestDuration.labels(method, route), counts: new Map() };
    series.set(key, known);
  }
  let count = known.counts.get(status);
  if (count === undefined) known.counts.set(status, (count = requests.labels(method, route, String(status))));
  count.inc();
  known.duration.observe(reply.elapsedTime / 1000);
  request.log.info(
    {
      method,
      path: request.url.split('?', 1)[0],
      route,
      status,
      durationMs: reply.elapsedTime,
      sub: request.sub,
    },
    'request',
  );
  done();
});

app.setErrorHandler<FastifyError>((error, request, reply) => {
  if (error.validation !== undefined) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      name: instancePath,
      detail: message,
    }));
    return problem(request, reply, 422, 'Validation failed', error.message, errors);
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) request.log.error(error);
  return problem(
    request,
    reply,
    status,
    error.name,
    status >= 500 ? 'Report the request id.' : error.message,
  );
});

app.get<{ Params: { taskId: string } }>(
  '/tasks/:taskId',
  { schema: schemasOf('getTask') },
  (request, reply) => {
    const stored = timed('read', () => store.find(request.sub, request.params.taskId));
    if (stored === undefined) return notFound(request, reply);
    reply.header('etag', entityTag(stored));
    if (matchesEntityTag(request.headers['if-none-match'], entityTag(stored))) return reply.code(304).send();
    return reply.send(stored);
  },
);

app.get<{ Querystring: Parameters<typeof readListQuery>[0] }>(
  '/tasks',
  { schema: schemasOf('listTasks') },
  (request, reply) => {
    const list = readListQuery(request.query, request.sub);
    if (list === undefined)
      return problem(request, reply, 422, 'Invalid cursor', 'It belongs to another query.');
    const { items, next } = timed('read', () => store.list(request.sub, list));
    if (next === undefined) return reply.send({ items, nextCursor: null });
    const cursor = nextCursor(list, request.sub, next);
    return reply.header('link', pageLink({ ...request.query, cursor })).send({ items, nextCursor: cursor });
  },
);

app.post<{ Body: Parameters<typeof completeFields>[0] }>(
  '/tasks',
  { schema: schemasOf('createTask') },
  (request, reply) => {
    const stored = timed('write', () => store.create(request.sub, completeFields(request.body)));
    return reply
      .code(201)
      .headers({ location: `tasks/${stored.id}`, etag: entityTag(stored) })
      .send(stored);
  },
);

// Fastify parses only application/json by default.
app.addContentTypeParser(
  'application/merge-patch+json',
  { parseAs: 'string' },
  app.getDefaultJsonParser('error', 'error'),
);
app.patch<{ Params: { taskId: string }; Body: Parameters<typeof patchedFields>[1] }>(
  '/tasks/:taskId',
  { schema: schemasOf('updateTask') },
  (request, reply) => {
    const change = timed('write', () =>
      store.update(request.sub, request.params.taskId, (current) =>
        permitsChange(request.headers['if-match'], entityTag(current))
          ? patchedFields(current, request.body)
          : undefined,
      ),
    );
    if (change === undefined) return notFound(request, reply);
    if (change.after === undefined)
      return problem(request, reply, 412, 'Precondition failed', 'It has changed.');
    return reply.header('etag', entityTag(change.after)).send(change.after);
  },
);

app.addHook('onClose', () => {
  store.close();
  logFile.flushSync();
});
process.once('SIGTERM', () => void app.close());
await app.listen({ port: settings.port, host: '127.0.0.1' });

function timed<T>(kind: keyof typeof queries, work: () => T): T {
  const start = performance.now();
  try {
    return work();
  } finally {
    queries[kind].observe((performance.now() - start) / 1000);
  }
}

function entityTag({ version }: Task): string {
  return `"${version}"`;
}

function notFound(
  request: FastifyRequest<{ Params: { taskId: string } }>,
  reply: FastifyReply,
): FastifyReply {
  return problem(request, reply, 404, 'Task not found', `You have no task ${request.params.taskId}.`);
}

function unauthorized(request: FastifyRequest, reply: FastifyReply, detail: string): FastifyReply {
  reply.header('www-authenticate', 'Bearer realm="tasks"');
  return problem(request, reply, 401, 'Unauthorized', detail);
}

function problem(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  title: string,
  detail: string,
  errors?: unknown,
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail, requestId: request.id, errors });
}
