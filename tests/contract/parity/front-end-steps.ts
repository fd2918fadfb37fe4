// The requests of a front end: those that succeed, and errors that are specific to one operation.
import type { OperationId } from '../../support/contract.ts';
import { unknownId } from '../../support/example-items.ts';
import { resolveReference } from '../../support/resolve-reference.ts';
import { requests } from './valid-requests.ts';
import type { TestResponse, Memory, StepRequest, Step } from './step.ts';

/** A step of an operation that changes its usual request. */
function step(
  operation: OperationId,
  status: number,
  name: string,
  change: (request: StepRequest, memory: Memory) => Partial<StepRequest> = () => ({}),
  rest: Pick<Step, 'example' | 'state' | 'remember'> = {},
): Step {
  const send = (memory: Memory): StepRequest => {
    const request = requests[operation](memory);
    const changed = change(request, memory);
    return { ...request, ...changed, headers: { ...request.headers, ...changed.headers } };
  };
  return { name, operation, status, send, ...rest };
}

const header = (name: string, value: string) => (): Partial<StepRequest> => ({ headers: { [name]: value } });
const body = (value: unknown, headers: StepRequest['headers'] = {}): Partial<StepRequest> => ({
  body: JSON.stringify(value),
  headers,
});

const rememberTag = ({ headers }: TestResponse): Partial<Memory> => ({ etag: headers.get('ETag') ?? '' });
const rememberPage = ({ headers, text }: TestResponse): Partial<Memory> => ({
  cursor: String((JSON.parse(text) as { nextCursor: string | null }).nextCursor),
  next: resolveReference('/tasks', /^<(.+)>; rel="next"$/.exec(headers.get('Link') ?? '')?.[1] ?? ''),
});

const longer = { title: 'Collect the notes', description: 'x'.repeat(5000) };

const release = {
  title: 'Write the release notes for 2.4',
  description: 'Group by what people will notice.',
  status: 'in_progress',
  priority: 'high',
  dueAt: '2026-03-06T17:00:00+01:00',
  tags: ['release', 'docs'],
};
const once = { 'Idempotency-Key': '"8e03978e-40d5-43e8-bc93-6894a57f9324"' };

const changes = {
  operations: [
    { type: 'create', task: release },
    { type: 'create', task: { title: 'Book a table' } },
  ],
};
const batchOnce = { 'Idempotency-Key': '"f4d18a60-93f5-4d6e-b1c7-5e2a8c0d9b31"' };

/** Every filter and order of a list. Each query matches more than one of the tasks created above. */
const lists: Readonly<Record<string, string>> = {
  'filter by status': 'status=in_progress&status=pending',
  'filter by priority': 'priority=high&priority=urgent',
  'filter by tag': 'tag=release',
  'filter by due date': 'dueAfter=2026-03-02T00:00:00Z&dueBefore=2026-03-09T00:00:00%2B01:00',
  'filter by the time of update': 'updatedSince=2026-03-04T08:41:50.230Z',
  search: 'q=release%20notes',
  'search with plus signs for spaces': 'q=release+notes',
  ...Object.fromEntries(
    ['created', 'updated', 'due', 'priority']
      .flatMap((order) => [order, `-${order}`])
      .map((order) => [`sort by ${order}`, `sort=${order}`]),
  ),
};

const gone = `/tasks/${unknownId}`;
const hook = { url: 'https://hooks.example.com/tasks', events: ['task.completed'] };

export const frontEndSteps: readonly Step[] = [
  step('getContractYaml', 200, 'download the contract'),
  step('getContractJson', 200, 'download the contract as JSON', undefined, {
    remember: ({ headers }) => ({ contractTag: headers.get('ETag') ?? '' }),
  }),
  step('getContractJson', 304, 'download the contract again', (_, { contractTag }) => ({
    headers: { 'If-None-Match': contractTag },
  })),
  step('getContractYaml', 304, 'download the contract unless it exists', header('If-None-Match', '*')),
  step('getHealth', 200, 'read the health'),
  step('getLiveness', 200, 'probe liveness'),
  step('getReadiness', 200, 'probe readiness'),
  step('getMetrics', 200, 'scrape the metrics'),

  step('createTask', 201, 'create a task'),
  step('createTask', 201, 'create a task with all its fields, once', () => body(release, once), {
    remember: rememberTag,
  }),
  step('createTask', 201, 'repeat the create', () => body(release, once)),
  step('createTask', 422, 'create another task with the same key', () => body({ title: 'Another' }, once), {
    example: 'idempotencyKeyReused',
  }),
  step('createTask', 201, 'create a third task', () => body(release)),
  step('createTask', 201, 'create a fourth task', () => body(release)),
  step('batchTasks', 200, 'create two tasks in a batch'),
  step('batchTasks', 200, 'apply a batch once', () => body(changes, batchOnce), { example: 'created' }),
  step('batchTasks', 200, 'repeat the batch', () => body(changes, batchOnce), { example: 'created' }),
  step(
    'batchTasks',
    422,
    'send another batch with the same key',
    () => body({ operations: [{ type: 'create', task: release }] }, batchOnce),
    {
      example: 'idempotencyKeyReused',
    },
  ),
  step('batchTasks', 422, 'send a batch with an unquoted key', header('Idempotency-Key', 'bare'), {
    example: 'invalidIdempotencyKey',
  }),
  step('batchTasks', 422, 'send a batch with three mistakes', () =>
    body({
      operations: [
        { type: 'create', task: { title: '' } },
        { type: 'update', task: { status: 'completed' } },
        { type: 'replace' },
      ],
    }),
  ),
  step('batchTasks', 409, 'send a batch with a stale version', ({ headers = {} }, { ids }) =>
    body({ operations: [{ type: 'delete', taskId: ids['taskId'], version: 7 }] }, headers),
  ),
  step('batchTasks', 409, 'send a batch beyond the quota', undefined, {
    state: 'storage quota exceeded',
    example: 'batchQuotaExceeded',
  }),

  step('listTasks', 200, 'list', undefined, { remember: rememberPage }),
  step(
    'listTasks',
    200,
    'read the next page by its cursor',
    ({ path }, { cursor }) => ({ path: `${path}&cursor=${cursor}` }),
    { remember: rememberPage },
  ),
  step('listTasks', 200, 'read the next page by its link', (_, { next }) => ({ path: next })),
  ...Object.entries(lists).map(([name, query]) =>
    step('listTasks', 200, name, ({ path }) => ({ path: `${path}&${query}` })),
  ),
  step('listTasks', 200, 'read the last page', () => ({ path: '/tasks?limit=100' }), {
    example: 'lastPage',
  }),
  step('listTasks', 200, 'search without results', () => ({ path: '/tasks?q=nowhere' }), {
    example: 'emptyPage',
  }),
  step(
    'listTasks',
    422,
    'use a cursor from a different list',
    ({ path }, { cursor }) => ({ path: `${path}&sort=due&cursor=${cursor}` }),
    { example: 'invalidCursor' },
  ),
  step('listTasks', 422, 'filter by an unknown status', () => ({ path: '/tasks?status=done&limit=1000' })),

  step('getTask', 200, 'read'),
  step('getTask', 304, 'read again', (_, { etag }) => ({ headers: { 'If-None-Match': etag } })),
  step('updateTask', 200, 'complete', () => body({ status: 'completed' }), {
    example: 'completed',
    remember: rememberTag,
  }),
  step(
    'updateTask',
    200,
    'remove the due date, as plain JSON',
    (_, { etag }) => body({ dueAt: null }, { 'Content-Type': 'application/json', 'If-Match': etag }),
    { remember: rememberTag },
  ),
  step(
    'replaceTask',
    200,
    'replace the version that was read',
    (_, { etag }) => body(release, { 'If-Match': etag }),
    { remember: rememberTag },
  ),
  step('getSummary', 200, 'count'),

  step('createTask', 422, 'create with three mistakes', () =>
    body({ title: '', priority: 'very high', tags: ['docs', 'Not a tag'] }),
  ),
  step('createTask', 422, 'create with a misspelled field', () => body({ title: 'x', colour: 'red' })),
  step('createTask', 422, 'create with a string instead of an object', () => body('Call the supplier')),
  step('createTask', 409, 'create a task beyond the quota', () => body(release), {
    state: 'storage quota exceeded',
    example: 'quotaExceeded',
  }),
  step('replaceTask', 409, 'replace a task beyond the quota', () => body(longer), {
    state: 'storage quota exceeded',
  }),
  step('updateTask', 409, 'change a task beyond the quota', () => body(longer), {
    state: 'storage quota exceeded',
  }),
  step('replaceTask', 422, 'replace with three mistakes', () =>
    body({ title: '', priority: 'very high', tags: ['docs', 'Not a tag'] }),
  ),
  step('updateTask', 422, 'change to an unknown status', () => body({ status: 'done' })),
  step('getTask', 422, 'read by an invalid id', () => ({ path: '/tasks/1' }), { example: 'invalidTaskId' }),
  step('replaceTask', 422, 'replace by an invalid id', () => ({ path: '/tasks/1' }), {
    example: 'invalidTaskId',
  }),
  step('updateTask', 422, 'change by an invalid id', () => ({ path: '/tasks/1' }), {
    example: 'invalidTaskId',
  }),
  step('deleteTask', 422, 'delete by an invalid id', () => ({ path: '/tasks/1' })),
  step('createTask', 422, 'create with an unquoted key', header('Idempotency-Key', 'bare'), {
    example: 'invalidIdempotencyKey',
  }),
  step('getTask', 422, 'read with an unquoted entity tag', header('If-None-Match', '3')),
  step('replaceTask', 422, 'replace with an unquoted entity tag', header('If-Match', '3'), {
    example: 'invalidTaskId',
  }),
  step('updateTask', 422, 'change with an unquoted entity tag', header('If-Match', '3'), {
    example: 'invalidTaskId',
  }),
  step('deleteTask', 422, 'delete with an unquoted entity tag', header('If-Match', '3')),
  ...(['getSummary', 'getHealth', 'getLiveness', 'getReadiness', 'getMetrics'] as const).map((operation) =>
    step(operation, 422, `${operation} with a misspelled parameter`, ({ path }) => ({
      path: `${path}?verbos=1`,
    })),
  ),
  step('getContractYaml', 422, 'download with an unquoted entity tag', header('If-None-Match', 'v1')),
  step('getContractJson', 422, 'download as JSON with an unquoted entity tag', header('If-None-Match', 'v1')),

  step('deleteTask', 204, 'delete', (_, { etag }) => ({ headers: { 'If-Match': etag } })),
  step('deleteTask', 404, 'delete again'),
  step('listTrash', 200, 'list the trash'),
  step('listTrash', 200, 'list the trash of a user without tasks', () => ({ as: 'new' }), {
    example: 'emptyTrash',
  }),
  step('listTrash', 422, 'list the trash with a misspelled parameter', () => ({ path: '/trash?verbos=1' })),
  step('listTrash', 422, 'read the trash with an invalid cursor', () => ({ path: '/trash?cursor=x' }), {
    example: 'invalidCursor',
  }),
  step('restoreTask', 409, 'restore beyond the quota', undefined, { state: 'storage quota exceeded' }),
  step('restoreTask', 200, 'restore'),
  step('deleteTask', 204, 'delete a restored task'),
  step('eraseTask', 204, 'erase'),
  step('eraseTask', 404, 'erase again'),
  step('restoreTask', 404, 'restore an erased task'),
  step('restoreTask', 422, 'restore with an invalid id', () => ({ path: '/tasks/1/restore' })),
  step('eraseTask', 422, 'erase with an invalid id', () => ({ path: '/trash/1' })),
  step('getTask', 404, 'read a deleted task'),
  step('getTask', 404, 'read a task that never existed', () => ({ path: gone })),

  step('listChanges', 200, 'copy all tasks and deletions', () => ({ path: '/changes' }), {
    remember: ({ text }) => ({ since: (JSON.parse(text) as { nextCursor: string }).nextCursor }),
  }),
  step(
    'listChanges',
    200,
    'wait for a change',
    (_, { since }) => ({ path: `/changes?wait=1&since=${since}` }),
    { example: 'noChanges' },
  ),
  step('listChanges', 422, 'wait for a minute', () => ({ path: '/changes?wait=60' })),
  step(
    'listChanges',
    422,
    'continue from an altered cursor',
    (_, { since }) => ({ path: `/changes?since=${since}x` }),
    { example: 'invalidChangeCursor' },
  ),
  step(
    'listChanges',
    410,
    'continue after the database was restored',
    (_, { since }) => ({ path: `/changes?since=${since}` }),
    { state: 'restored' },
  ),

  step('listWebhooks', 200, 'list the webhooks of a user without any', () => ({ as: 'new' }), {
    example: 'noWebhooks',
  }),
  step('createWebhook', 201, 'create a webhook'),
  step('createWebhook', 422, 'create a webhook with the URL of an internal network', () =>
    body({ ...hook, url: 'https://10.0.0.1/' }),
  ),
  step('createWebhook', 201, 'create a webhook once', () => body(hook, { 'Idempotency-Key': '"hook"' })),
  step(
    'createWebhook',
    422,
    'create another webhook with the same key',
    () => body({ ...hook, events: ['task.created'] }, { 'Idempotency-Key': '"hook"' }),
    {
      example: 'idempotencyKeyReused',
    },
  ),
  step('createWebhook', 422, 'create a webhook with an unquoted key', header('Idempotency-Key', 'bare'), {
    example: 'invalidIdempotencyKey',
  }),
  step('createWebhook', 409, 'create a webhook beyond the quota'),
  step('listWebhooks', 200, 'list the webhooks'),
  step(
    'listWebhooks',
    422,
    'list the webhooks with an invalid cursor',
    () => ({ path: '/webhooks?cursor=x' }),
    {
      example: 'invalidCursor',
    },
  ),
  step('getWebhook', 200, 'read a webhook'),
  step('getWebhook', 304, 'read a webhook again', header('If-None-Match', '"1"')),
  step('rotateWebhookSecret', 200, 'rotate a secret'),
  step('updateWebhook', 200, 'disable a webhook', () => body({ status: 'disabled' }), {
    example: 'disabled',
  }),
  step('testWebhook', 409, 'test a disabled webhook'),
  step('redeliver', 409, 'redeliver to a disabled webhook'),
  step('updateWebhook', 200, 'enable a webhook', () => body({ status: 'enabled' })),
  step('updateWebhook', 422, 'move a webhook into an internal network', () =>
    body({ url: 'https://10.0.0.1/' }),
  ),
  step('listWebhookDeliveries', 200, 'list no deliveries', undefined, { example: 'noDeliveries' }),
  step('testWebhook', 202, 'test a webhook'),
  step('redeliver', 202, 'redeliver an event'),
  step('redeliver', 404, 'redeliver an unknown event', ({ path }) => ({
    path: path.replace(/deliveries\/[^/]+/, `deliveries/${unknownId}`),
  })),
  step(
    'listWebhookDeliveries',
    422,
    'list deliveries with an invalid cursor',
    ({ path }) => ({ path: `${path}&cursor=x` }),
    {
      example: 'invalidCursor',
    },
  ),
  ...(['getWebhook', 'deleteWebhook', 'testWebhook', 'rotateWebhookSecret', 'redeliver'] as const).map(
    (operation) =>
      step(operation, 422, `${operation} with an invalid id`, ({ path }) => ({
        path: path.replace(/[0-9a-f-]{36}/, '1'),
      })),
  ),
  step('updateWebhook', 422, 'change a webhook by an invalid id', () => ({ path: '/webhooks/1' }), {
    example: 'invalidWebhookId',
  }),
  step('deleteWebhook', 204, 'delete a webhook'),
  step('deleteWebhook', 404, 'delete a webhook again'),
  step('createWebhook', 201, 'create a webhook for the error steps'),
  step('testWebhook', 202, 'test the webhook of the error steps'),

  // The error steps that follow require an existing task.
  step('createTask', 201, 'create a task for the error steps', () => body(release)),
];
