// The problem examples of the contract equal the responses of the service word for word: clients are developed against them.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/contract/operation.ts';
import { renewEpoch } from '../../src/resource/changes/epoch.ts';
import type { JsonObject } from '../../src/contract/reference.ts';
import type { Sent } from '../support/client.ts';
import { contract } from '../support/contract.ts';
import type { ExampleRequest } from '../support/contract-examples.ts';
import { exampleRequest, fillPath } from '../support/example-items.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { createWebhook } from '../webhooks/service-webhooks.ts';

const { server, send } = useServer({ METRICS_TOKEN: 'a-token-for-the-metrics-alone', QUOTA_WEBHOOKS: '10' });

const { examples } = contract.document['components'] as { examples: Record<string, { value: JsonObject }> };
const problems = Object.keys(examples).filter((name) => examples[name]!.value['requestId'] !== undefined);
const absent = '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
const json = { 'Content-Type': 'application/json' };
const xml = { 'Content-Type': 'application/xml' };
const key = { 'Idempotency-Key': '"8e03978e-40d5-43e8-bc93-6894a57f9324"' };

/** The request that causes each example, unless it can be derived from the example. */
const causes: Readonly<Record<string, readonly [method: string, path: string, sent?: Sent]>> = {
  MalformedJson: ['POST', '/tasks', { raw: '{"title":"a",}', headers: json }],
  MalformedUrl: ['GET', '/tasks?q=%FF'],
  MissingToken: ['GET', '/tasks', { as: null }],
  MissingMetricsToken: ['GET', '/metrics', { as: null }],
  MissingScope: ['POST', '/tasks', { body: { title: 'a' }, scope: 'tasks:read' }],
  OnlyXmlAccepted: ['GET', '/tasks', { headers: { Accept: 'application/xml' } }],
  BodyTooLarge: ['POST', '/tasks', { raw: ' '.repeat(1_000_000), headers: json }],
  BodyIsCompressed: ['POST', '/tasks', { raw: '\u001F', headers: { ...json, 'Content-Encoding': 'gzip' } }],
  BodyIsXml: ['POST', '/tasks', { raw: '<task/>', headers: xml }],
  PatchIsXml: ['PATCH', absent, { raw: '<task/>', headers: xml }],
  InvalidBatch: [
    'POST',
    '/tasks/batch',
    {
      body: {
        operations: [{ type: 'create', task: { title: '' } }, { type: 'update', task: {} }, { type: 'move' }],
      },
    },
  ],
  InvalidFilters: ['GET', '/tasks?status=done&limit=500'],
  InternalUrl: ['POST', '/webhooks', { body: { url: 'https://10.0.0.1/', events: ['task.created'] } }],
  InvalidWait: ['GET', '/changes?wait=60'],
  InvalidChangeCursor: ['GET', '/changes?since=WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ'],
  InvalidCursor: ['GET', '/tasks?cursor=WyJjcmVhdGVkIiwiMDE5Y2FkZDQiXQ'],
};

/** Examples that require more than a single request. */
const withoutRequest = [
  'BatchConflict',
  'BatchQuotaExceeded',
  'CursorExpired',
  'DatabaseBusy',
  'ExpiredToken',
  'IdempotencyKeyReused',
  'InternalError',
  'QueryTooExpensive',
  'QuotaExceeded',
  'RateLimitExceeded',
  'StaleVersion',
  'Starting',
  'StorageQuotaExceeded',
  'TooManyExpensiveQueries',
  'WebhookIsDisabled',
  'WebhookQuotaExceeded',
];

/** The other examples. Their validation errors, or the unknown id, state what causes them. */
const derived = problems.filter((name) => !(name in causes) && !withoutRequest.includes(name));

/** A value that causes a validation error, by its code. */
const invalidValues: Readonly<Record<string, unknown>> = { minLength: '', enum: '?', pattern: '?' };

interface ValidationError {
  readonly location: string;
  readonly name?: string;
  readonly pointer?: string;
  readonly code: string;
}

/** Changes the example request of an operation so that it causes the validation errors of a problem. */
function withErrors(operation: Operation, errors: readonly ValidationError[]): ExampleRequest {
  let { path, headers, body } = exampleRequest(operation);
  const content = JSON.parse(body ?? '{}') as JsonObject;
  for (const { location, name = '', pointer = '', code } of errors) {
    if (location === 'path') path = fillPath(operation.path, { [name]: '42' });
    if (location === 'query') path += `${path.includes('?') ? '&' : '?'}${name}=1`;
    if (location === 'header') headers = { ...headers, [name]: 'unquoted' };
    if (location !== 'body') continue;
    const [key = '', index] = pointer.split('/').slice(1);
    const value = invalidValues[code];
    // The elements before an invalid one are valid.
    const list = [...Array.from({ length: Number(index) }, (_, n) => `valid-${n}`), value];
    Object.assign(content, { [key]: index === undefined ? value : list });
  }
  if (body !== undefined) body = JSON.stringify(content);
  return { method: operation.method, path, headers, ...(body === undefined ? {} : { body }) };
}

/** Whether a response of the operation refers to the example. */
function hasExample({ responses }: Operation, name: string): boolean {
  return JSON.stringify([...responses.values()]).includes(`"#/components/examples/${name}"`);
}

const expected = (name: string, requestId: string): JsonObject => ({ ...examples[name]!.value, requestId });

/** The id of a task at version 4. */
async function versionFour(): Promise<string> {
  const { task } = await createTask(send, {});
  for (const priority of ['low', 'high', 'urgent'])
    await send('PATCH', `/tasks/${task.id}`, { body: { priority } });
  return task.id;
}

describe('the service returns the problem example', () => {
  test.each(Object.entries(causes))('%s', async (name, [method, path, sent]) => {
    const { body } = await send(method, path, sent);
    expect(body).toEqual(expected(name, body.requestId));
  });

  test.each(derived)('%s from at least one operation', async (name) => {
    const errors = (examples[name]!.value['errors'] ?? []) as unknown as ValidationError[];
    const responses: JsonObject[] = [];
    for (const operation of contract.operations.filter((each) => hasExample(each, name))) {
      const { method, path, headers, body } = withErrors(operation, errors);
      const as = operation.access.kind === 'user' ? 'new' : null;
      const response = await send(method, path, {
        as,
        headers,
        ...(body === undefined ? {} : { raw: body }),
      });
      const { requestId } = response.body;
      if (isDeepStrictEqual(response.body, expected(name, requestId))) return;
      responses.push(response.body as unknown as JsonObject);
    }
    // To fix this, correct the example, or add the request that causes it to `causes`.
    expect(responses).toContainEqual(examples[name]!.value);
  });

  test('BatchConflict', async () => {
    const taskId = await versionFour();
    const operations = [
      { type: 'update', taskId, version: 3, task: { priority: 'low' } },
      { type: 'delete', taskId: absent.replace('/tasks/', '') },
    ];
    const { body } = await send('POST', '/tasks/batch', { body: { operations } });
    expect(body).toEqual(expected('BatchConflict', body.requestId));
  });

  test('StaleVersion', async () => {
    const id = await versionFour();
    const { body } = await send('DELETE', `/tasks/${id}`, { headers: { 'If-Match': '"3"' } });
    expect(body).toEqual(expected('StaleVersion', body.requestId));
  });

  test('CursorExpired', async () => {
    const { body: page } = await send('GET', '/changes');
    await renewEpoch(server.service.database);
    const { body } = await send('GET', `/changes?since=${page.nextCursor}`);
    expect(body).toEqual(expected('CursorExpired', body.requestId));
  });

  test('IdempotencyKeyReused', async () => {
    await send('POST', '/tasks', { body: { title: 'a' }, headers: key });
    const { body } = await send('POST', '/tasks', { body: { title: 'b' }, headers: key });
    expect(body).toEqual(expected('IdempotencyKeyReused', body.requestId));
  });

  test('WebhookIsDisabled', async () => {
    const { id } = await createWebhook(send, 'disabling');
    await send('PATCH', `/webhooks/${id}`, { as: 'disabling', body: { status: 'disabled' } });
    const { body } = await send('POST', `/webhooks/${id}/test`, { as: 'disabling' });
    expect(body).toEqual(expected('WebhookIsDisabled', body.requestId));
  });

  test('WebhookQuotaExceeded', async () => {
    for (let number = 1; number <= 10; number += 1) await createWebhook(send, 'collecting');
    const webhook = { url: 'https://hooks.example.com/', events: ['task.created'] };
    const { body } = await send('POST', '/webhooks', { as: 'collecting', body: webhook });
    expect(body).toEqual(expected('WebhookQuotaExceeded', body.requestId));
  });
});

test('refers only to problem examples that the contract defines', () => {
  expect([...Object.keys(causes), ...withoutRequest].filter((name) => !problems.includes(name))).toEqual([]);
});
