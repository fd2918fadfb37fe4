// Express and express-openapi-validator with Kysely, winston, prom-client, jose and rate-limiter-flexible: the packages that
// the service uses, set up as in their READMEs, as most services do.
//
// It implements the measured operations with the same SQL and the same durability as the service.
import { createHash, randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import express from 'express';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { jwtVerify } from 'jose';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { collectDefaultMetrics, Counter, Histogram, register } from 'prom-client';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import winston from 'winston';
import { matchesEntityTag, permitsChange } from '../../src/http/entity-tag.ts';
import { completeFields, patchedFields } from '../../src/tasks/columns.ts';
import { pageLink } from '../../src/resource/page.ts';
import { nextCursor, readListQuery } from '../../src/tasks/page.ts';
import { idAt, millisecondsOf, positionAfter, positionOf } from '../../src/resource/position.ts';
import { sortPosition } from '../../src/resource/order.ts';
import { orders } from '../../src/tasks/orders.ts';
import { rankOf } from '../../src/tasks/columns.ts';
import { taskTable } from '../../src/tasks/table.ts';
import { isOpen } from '../../src/tasks/task.ts';
import type { Status, Task, TaskFields } from '../../src/tasks/task.ts';
import { tokenize } from '../../src/tasks/tokenizer.ts';
import type { Tables } from '../../src/storage.ts';
import { readSettings } from './settings.ts';

const settings = readSettings();

const sqlite = new Sqlite(settings.database);
sqlite.pragma('journal_mode = WAL');
sqlite.pragma('synchronous = FULL');
const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });

const logger = winston.createLogger({
  level: 'info',
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.File({ filename: settings.log })],
});

collectDefaultMetrics();
const requests = new Counter({
  name: 'api_requests_total',
  help: 'Completed requests.',
  labelNames: ['method', 'endpoint', 'status'],
});
const requestDuration = new Histogram({
  name: 'api_request_duration_seconds',
  help: 'Time from a request to the end of its response, in seconds.',
  labelNames: ['method', 'endpoint'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const rateLimiter = new RateLimiterMemory({ points: settings.requests, duration: settings.windowSeconds });

interface Locals extends Record<string, unknown> {
  requestId: string;
  sub: string;
}
type ApiResponse = Response<unknown, Locals>;
type Middleware = RequestHandler<Record<string, string>, unknown, unknown, Request['query'], Locals>;
type ErrorMiddleware = ErrorRequestHandler<
  Record<string, string>,
  unknown,
  unknown,
  Request['query'],
  Locals
>;

const app = express();
app.use(express.json({ type: ['application/json', 'application/merge-patch+json'] }));

app.use((request: Request, response: ApiResponse, next: NextFunction) => {
  const start = performance.now();
  response.locals.requestId = request.get('x-request-id') ?? randomUUID();
  response.set('X-Request-Id', response.locals.requestId);
  response.on('finish', () => {
    const seconds = (performance.now() - start) / 1000;
    const { route } = request as { route?: { path: string } };
    const labels = { method: request.method, endpoint: route?.path ?? 'unmatched' };
    requests.inc({ ...labels, status: response.statusCode });
    requestDuration.observe(labels, seconds);
    const { requestId, sub } = response.locals;
    const { method, path } = request;
    logger.info('request', {
      requestId,
      method,
      path,
      status: response.statusCode,
      durationMs: seconds * 1000,
      sub,
    });
  });
  next();
});

app.use(
  OpenApiValidator.middleware({
    apiSpec: 'openapi.yaml',
    validateRequests: true,
    validateResponses: false,
    validateSecurity: {
      handlers: {
        bearerAuth: async (request, scopes) => {
          const token = request.get('authorization')?.replace(/^Bearer +/i, '') ?? '';
          const { payload } = await jwtVerify(token, settings.secret, {
            issuer: settings.issuer,
            audience: settings.audience,
            algorithms: ['HS256'],
            requiredClaims: ['exp', 'sub'],
          });
          if (request.res !== undefined) request.res.locals['sub'] = payload.sub;
          const granted = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
          return scopes.every((scope) => granted.includes(scope));
        },
      },
    },
  }),
);

const limitRequests: Middleware = (_request, response, next) => {
  rateLimiter.consume(response.locals.sub).then(
    (state) => {
      response.set(
        'RateLimit',
        `"requests";r=${state.remainingPoints};t=${Math.ceil(state.msBeforeNext / 1000)}`,
      );
      next();
    },
    (reason: unknown) => {
      next(reason instanceof RateLimiterRes ? { status: 429, message: 'Too many requests' } : reason);
    },
  );
};
app.use(limitRequests as RequestHandler);

app.get('/tasks/:taskId', async (request, response: ApiResponse) => {
  const stored = await findTask(db, response.locals.sub, request.params.taskId);
  if (stored === undefined) {
    notFound(response);
    return;
  }
  response.set('ETag', entityTag(stored));
  if (matchesEntityTag(request.get('if-none-match'), entityTag(stored))) response.status(304).end();
  else response.json(stored);
});

app.get('/tasks', async (request, response: ApiResponse) => {
  const { sub } = response.locals;
  const list = readListQuery(request.query, sub);
  if (list === undefined) {
    problem(response, 422, 'The cursor belongs to another query');
    return;
  }
  const { q, status, limit, sort } = list;
  const found =
    q === undefined || status === undefined
      ? await newest(sub, limit + 1)
      : await newestFound(sub, q, status, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || found.length <= limit) {
    response.json({ items, nextCursor: null });
    return;
  }
  const cursor = nextCursor(list, sub, sortPosition(orders[sort], last));
  response.set('Link', pageLink({ ...request.query, cursor })).json({ items, nextCursor: cursor });
});

app.post('/tasks', async (request, response: ApiResponse) => {
  const stored = await createTask(response.locals.sub, completeFields(request.body as never));
  response
    .status(201)
    .set({ Location: `tasks/${stored.id}`, ETag: entityTag(stored) })
    .json(stored);
});

app.patch('/tasks/:taskId', async (request, response: ApiResponse) => {
  const { sub } = response.locals;
  const result = await db.transaction().execute(async (trx) => {
    const current = await findTask(trx, sub, request.params.taskId);
    if (current === undefined) return 404;
    if (!permitsChange(request.get('if-match'), entityTag(current))) return 412;
    return await saveTask(trx, sub, current, patchedFields(current, request.body as never));
  });
  if (result === 404) {
    notFound(response);
    return;
  }
  if (result === 412) {
    problem(response, 412, 'The task has changed');
    return;
  }
  response.set('ETag', entityTag(result)).json(result);
});

app.get('/metrics', async (_request, response) => {
  response.set('Content-Type', register.contentType).end(await register.metrics());
});

const handleErrors: ErrorMiddleware = (
  error: { status?: number; message: string; errors?: unknown },
  _request,
  response,
  _next,
) => {
  if (error.status === undefined) logger.error('internal error', { error });
  problem(
    response,
    error.status ?? 500,
    error.status === undefined ? 'Internal error' : error.message,
    error.errors,
  );
};
app.use(handleErrors as ErrorRequestHandler);

const server = app.listen(settings.port, '127.0.0.1');
process.once('SIGTERM', () => {
  server.close(() => void db.destroy());
  server.closeAllConnections();
});

function problem(response: ApiResponse, status: number, detail: string, errors?: unknown): void {
  response
    .status(status)
    .type('application/problem+json')
    .json({ type: 'about:blank', status, detail, requestId: response.locals.requestId, errors });
}

function notFound(response: ApiResponse): void {
  problem(response, 404, 'Task not found');
}

function entityTag({ version }: Task): string {
  return `"${version}"`;
}

async function findTask(from: Kysely<Tables>, owner: string, id: string): Promise<Task | undefined> {
  const position = positionOf(id.toLowerCase());
  if (position === undefined) return undefined;
  const row = await from
    .selectFrom('task')
    .select(taskTable.selection)
    .where('position', '=', position)
    .where('id', '=', id.toLowerCase())
    .where('owner', '=', owner)
    .executeTakeFirst();
  return row && taskTable.decode(row);
}

async function newest(owner: string, limit: number): Promise<Task[]> {
  const rows = await db
    .selectFrom('task')
    .select(taskTable.selection)
    .where('owner', '=', owner)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => taskTable.decode(row));
}

async function newestFound(
  owner: string,
  q: string,
  status: readonly Status[],
  limit: number,
): Promise<Task[]> {
  const key = ownerKey(owner);
  const match = tokenize(q).map((word) => `"${key}${word}"*`);
  const rows = await db
    .selectFrom(
      sql<{
        position: bigint;
      }>`(select rowid as position from task_search where task_search match ${match.join(' AND ')})`.as(
        'found',
      ),
    )
    .crossJoin('task')
    .select(taskTable.selection)
    .whereRef('task.position', '=', 'found.position')
    .where('task.owner', '=', owner)
    .where('task.status', 'in', status)
    .orderBy('found.position', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => taskTable.decode(row));
}

async function createTask(owner: string, fields: TaskFields): Promise<Task> {
  return await db.transaction().execute(async (trx) => {
    const last = await trx
      .selectFrom('task')
      .select('id')
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    const latest = await latestWrite(trx, owner);
    const position = positionAfter(last && positionOf(last.id), Math.max(Date.now(), latest));
    const createdAt = new Date(millisecondsOf(position)).toISOString();
    const completedAt = fields.status === 'completed' ? createdAt : null;
    const times = { createdAt, updatedAt: createdAt, completedAt };
    const task: Task = { id: idAt(position), ...fields, ...times, version: 1 };
    await trx
      .insertInto('task')
      .values({ position, owner, sequence: position, ...taskTable.encode(task) })
      .execute();
    for (const tag of task.tags) await trx.insertInto('task_tag').values({ owner, tag, position }).execute();
    await sql`insert into task_search (rowid, words) values (${position}, ${taskWords(owner, task)})`.execute(
      trx,
    );
    await count(trx, owner, task, 1);
    await countDue(trx, owner, task, 1);
    return task;
  });
}

async function saveTask(trx: Kysely<Tables>, owner: string, before: Task, fields: TaskFields): Promise<Task> {
  const updatedAt = new Date(Math.max(Date.now(), await latestWrite(trx, owner))).toISOString();
  const completedAt = fields.status === 'completed' ? (before.completedAt ?? updatedAt) : null;
  const task: Task = { ...before, ...fields, updatedAt, completedAt, version: before.version + 1 };
  const position = positionOf(task.id) ?? 0n;
  await trx
    .updateTable('task')
    .set({
      ...taskTable.encode(task),
      sequence: sql`(select max(sequence) + 1 from task where owner = ${owner})`,
    })
    .where('position', '=', position)
    .execute();
  if (task.tags.join() !== before.tags.join()) {
    await trx
      .deleteFrom('task_tag')
      .where('owner', '=', owner)
      .where('tag', 'in', before.tags)
      .where('position', '=', position)
      .execute();
    for (const tag of task.tags) await trx.insertInto('task_tag').values({ owner, tag, position }).execute();
  }
  if (taskWords(owner, task) !== taskWords(owner, before)) {
    await sql`delete from task_search where rowid = ${position}`.execute(trx);
    await sql`insert into task_search (rowid, words) values (${position}, ${taskWords(owner, task)})`.execute(
      trx,
    );
  }
  if (task.status !== before.status || task.priority !== before.priority) {
    await count(trx, owner, before, -1);
    await count(trx, owner, task, 1);
  }
  if (openDay(task) !== openDay(before)) {
    await countDue(trx, owner, before, -1);
    await countDue(trx, owner, task, 1);
  }
  return task;
}

async function latestWrite(trx: Kysely<Tables>, owner: string): Promise<number> {
  const row = await trx
    .selectFrom('task')
    .select('updated_at')
    .where('owner', '=', owner)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0 : Date.parse(row.updated_at);
}

async function count(trx: Kysely<Tables>, owner: string, task: Task, difference: number): Promise<void> {
  await trx
    .insertInto('task_count')
    .values({ owner, status: task.status, priority: rankOf(task.priority), count: Math.max(0, difference) })
    .onConflict((conflict) =>
      conflict
        .columns(['owner', 'status', 'priority'])
        .doUpdateSet((eb) => ({ count: eb('task_count.count', '+', difference) })),
    )
    .execute();
}

async function countDue(trx: Kysely<Tables>, owner: string, task: Task, difference: number): Promise<void> {
  const day = openDay(task);
  if (day === undefined) return;
  await trx
    .insertInto('task_due_count')
    .values({ owner, day, count: Math.max(0, difference) })
    .onConflict((conflict) =>
      conflict
        .columns(['owner', 'day'])
        .doUpdateSet((eb) => ({ count: eb('task_due_count.count', '+', difference) })),
    )
    .execute();
}

function openDay(task: Task): string | undefined {
  return task.dueAt !== null && isOpen(task) ? task.dueAt.slice(0, 10) : undefined;
}

function ownerKey(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}

function taskWords(owner: string, { title, description }: Task): string {
  const key = ownerKey(owner);
  return tokenize(`${title}\n${description ?? ''}`)
    .map((word) => key + word)
    .join(' ');
}
