// A client of version 1.0.0: openapi-fetch with the types that openapi-typescript generated from its contract.
import createClient from 'openapi-fetch';
import type { paths } from './openapi.ts';

declare const process: { env: Record<string, string> };

const client = createClient<paths>({
  baseUrl: process.env['SERVICE_URL'] ?? '',
  headers: { Authorization: `Bearer ${process.env['TOKEN']}` },
});

// A create that is repeated makes one task.
const create = () =>
  client.POST('/tasks', {
    params: { header: { 'Idempotency-Key': '"5f0c6e8e-3c1b-4a52-9d0f-6f7f0f6a4d11"' } },
    body: { title: 'Water the plants', tags: ['home'], priority: 'high', dueAt: '2030-01-01T12:00:00Z' },
  });
const created = await create();
if (created.error) throw new Error(created.error.detail);
const task = created.data;
const repeated = await create();
console.log('created:', task.title, task.status, task.priority, task.tags.join());
console.log('repeated:', repeated.data?.id === task.id);

// Pages, filters and the order.
await client.POST('/tasks', { body: { title: 'Feed the cat' } });
const first = await client.GET('/tasks', { params: { query: { limit: 1, sort: 'created' } } });
const cursor = first.data?.nextCursor ?? '';
const second = await client.GET('/tasks', { params: { query: { limit: 1, sort: 'created', cursor } } });
console.log('pages:', first.data?.items[0]?.title, second.data?.items[0]?.title, second.data?.nextCursor);
const found = await client.GET('/tasks', {
  params: { query: { status: ['pending', 'in_progress'], tag: ['home'], priority: ['high'] } },
});
console.log('found:', found.data?.items.length);

// Conditional requests.
const path = { taskId: task.id };
const etag = created.response.headers.get('ETag') ?? '';
const same = await client.GET('/tasks/{taskId}', { params: { path, header: { 'If-None-Match': etag } } });
console.log('unchanged:', same.response.status);
const header = { 'If-Match': etag };
const changed = await client.PATCH('/tasks/{taskId}', {
  params: { path, header },
  body: { status: 'completed' },
});
console.log('changed:', changed.data?.status, changed.data?.completedAt !== null);
const stale = await client.PUT('/tasks/{taskId}', { params: { path, header }, body: { title: 'Too late' } });
console.log('stale:', stale.response.status, stale.error?.type);

// Problems.
const refused = await client.POST('/tasks', { body: { title: '' } });
if (refused.error && 'errors' in refused.error)
  console.log('refused:', refused.response.status, refused.error.errors[0]?.pointer);
const anonymous = createClient<paths>({ baseUrl: process.env['SERVICE_URL'] ?? '' });
console.log('anonymous:', (await anonymous.GET('/tasks')).response.status);

const summary = await client.GET('/summary');
console.log('summary:', summary.data?.total, summary.data?.byStatus.completed, summary.data?.byPriority.high);

await client.DELETE('/tasks/{taskId}', { params: { path } });
const gone = await client.GET('/tasks/{taskId}', { params: { path } });
console.log('gone:', gone.response.status, gone.error?.type);
