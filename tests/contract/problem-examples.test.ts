// The problem examples of the contract equal the responses of the service word for word: clients are developed against them.
import { describe, expect, test } from '@jest/globals';
import { renewEpoch } from '../../src/resource/changes/epoch.ts';
import type { JsonObject } from '../../src/contract/reference.ts';
import type { Sent } from '../support/client.ts';
import { contract } from '../support/contract.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';
import { createWebhook } from '../webhooks/service-webhooks.ts';

const { server, send } = useServer({ METRICS_TOKEN: 'a-token-for-the-metrics-alone', QUOTA_WEBHOOKS: '10' });

const { examples } = contract.document['components'] as { examples: Record<string, { value: JsonObject }> };
const isProblem = (name: string): boolean => examples[name]!.value['requestId'] !== undefined;
const absent = '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
const hook = '/webhooks/019cbecc-990e-7d10-a3c2-1b2a3f4e5d6c';
const json = { 'Content-Type': 'application/json' };
const xml = { 'Content-Type': 'application/xml' };
const key = { 'Idempotency-Key': '"8e03978e-40d5-43e8-bc93-6894a57f9324"' };
const invalid = { title: '', priority: 'very high', tags: ['team', 'Not a tag'] };

/** The request that causes each example. */
const causes: Readonly<Record<string, readonly [method: string, path: string, sent?: Sent]>> = {
  MalformedJson: ['POST', '/tasks', { raw: '{"title":"a",}', headers: json }],
  MalformedUrl: ['GET', '/tasks?q=%FF'],
  MissingToken: ['GET', '/tasks', { as: null }],
  MissingMetricsToken: ['GET', '/metrics', { as: null }],
  MissingScope: ['POST', '/tasks', { body: { title: 'a' }, scope: 'tasks:read' }],
  UnknownTask: ['GET', absent],
  NotInTrash: ['DELETE', absent.replace('/tasks/', '/trash/')],
  OnlyXmlAccepted: ['GET', '/tasks', { headers: { Accept: 'application/xml' } }],
  BodyTooLarge: ['POST', '/tasks', { raw: ' '.repeat(1_000_000), headers: json }],
  BodyIsCompressed: ['POST', '/tasks', { raw: '\u001F', headers: { ...json, 'Content-Encoding': 'gzip' } }],
  BodyIsXml: ['POST', '/tasks', { raw: '<task/>', headers: xml }],
  PatchIsXml: ['PATCH', absent, { raw: '<task/>', headers: xml }],
  InvalidTask: ['POST', '/tasks', { body: invalid }],
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
  InvalidTaskId: ['GET', '/tasks/42'],
  InvalidEntityTag: ['GET', '/openapi.json', { as: null, headers: { 'If-None-Match': '3' } }],
  InvalidIdempotencyKey: [
    'POST',
    '/tasks',
    { body: { title: 'a' }, headers: { 'Idempotency-Key': 'a-key' } },
  ],
  UnknownWebhook: ['GET', hook],
  UnknownDelivery: ['POST', `${hook}/deliveries/019cbedd-1f40-7c21-9b3e-4a5b6c7d8e9f/redeliver`],
  InternalUrl: ['POST', '/webhooks', { body: { url: 'https://10.0.0.1/', events: ['task.created'] } }],
  InvalidWebhookId: ['GET', '/webhooks/42'],
  UnknownParameter: ['GET', '/summary?verbos=1'],
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

  test('covers every problem example of the contract', () => {
    const problems = Object.keys(examples).filter(isProblem);
    expect([...Object.keys(causes), ...withoutRequest].sort()).toEqual(problems.sort());
  });
});
