import { describe, expect, test } from '@jest/globals';
import { resolveReference } from '../support/resolve-reference.ts';
import { useServer } from '../support/use-server.ts';
import {
  allEvents,
  createWebhook,
  type Delivery,
  readDeliveries,
  readWebhook,
  type Webhook,
} from '../webhooks/service-webhooks.ts';

// The dispatcher makes no attempts, so the deliveries do not change.
const idle = { webhookLimits: { maxTurns: 0 } };
const { server, send } = useServer({ QUOTA_WEBHOOKS: '3' }, undefined, idle);
const { send: sendWithoutKey } = useServer({ WEBHOOK_SECRET_KEY: '' });

const unknown = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';
const url = 'https://hooks.example.com/tasks';

describe('createWebhook', () => {
  test('returns the webhook with its location, its version and its secret', async () => {
    const body = { url, events: ['task.completed'] };
    const created = await send('POST', '/webhooks', { as: 'creator', body });
    expect(created.status).toBe(201);
    expect(created.headers.get('ETag')).toBe('"1"');
    const { secret, ...webhook } = created.body as unknown as Webhook & { secret: string };
    expect(webhook).toMatchObject({ ...body, description: null, status: 'enabled', disabledReason: null });
    expect(secret).toMatch(/^whsec_/);
    const path = resolveReference('/webhooks', created.headers.get('Location') ?? '');
    expect((await send('GET', path, { as: 'creator' })).body).toEqual(webhook);
  });

  test('accepts all fields', async () => {
    const fields = { url, events: allEvents, description: 'Updates the dashboard of the team' };
    expect(await createWebhook(send, 'complete', fields)).toMatchObject(fields);
  });

  test.each([
    ['url', { url: 'ftp://hooks.example.com' }],
    ['url', { url: 'https://user@hooks.example.com/' }],
    ['url', { url: 'https://hooks.example.com/#part' }],
    ['url', { url: 'https://192.168.1.1/' }],
    ['url', { url: 'http://[::1]/' }],
    ['url', { url: 'http://localhost:8080/' }],
    ['url', { url: 'https://metadata.google.internal/' }],
    ['url', { url: undefined }],
    ['events', { events: [] }],
    ['events', { events: ['task.created', 'task.created'] }],
    ['events', { events: ['task.archived'] }],
    ['description', { description: 'two\nlines' }],
    ['secret', { secret: 'whsec_mine' }],
  ])('rejects an invalid %s: %j', async (name, fields) => {
    const body = { url, events: allEvents, ...fields };
    const rejected = await send('POST', '/webhooks', { as: 'mistaken', body });
    expect([rejected.status, rejected.body.errors.map(({ pointer }) => pointer?.split('/')[1])]).toEqual([
      422,
      [name],
    ]);
  });

  test('returns the same response, with the secret, to a repeated request with the same key', async () => {
    const as = 'repeater';
    const headers = { 'Idempotency-Key': '"once"' };
    const body = { url, events: allEvents };
    const first = await send('POST', '/webhooks', { as, body, headers });
    const second = await send('POST', '/webhooks', { as, body, headers });
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect((await send('GET', '/webhooks', { as })).body.items).toHaveLength(1);
    const other = await send('POST', '/webhooks', {
      as,
      body: { ...body, events: ['task.created'] },
      headers,
    });
    expect(other.body.type).toBe('urn:problem-type:task-manager-api:idempotency-key-reused');
  });

  test('returns 409 beyond the quota, and accepts a create after a delete', async () => {
    const as = 'collector';
    const first = await createWebhook(send, as);
    for (const path of ['two', 'three']) await createWebhook(send, as, { url: `${url}/${path}` });
    const refused = await send('POST', '/webhooks', { as, body: { url, events: allEvents } });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'You have reached the limit of 3 webhooks. Delete webhooks before you create more.',
    ]);
    await send('DELETE', `/webhooks/${first.id}`, { as });
    await createWebhook(send, as);
  });

  test('neither stores nor logs a secret', async () => {
    const { secret } = await createWebhook(send, 'careful');
    const tables = ['webhook', 'webhook_delivery', 'idempotency_key', 'owner'] as const;
    for (const table of tables) {
      const rows = await server.service.database.reader.selectFrom(table).selectAll().execute();
      expect(
        JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ).not.toContain(secret.slice(6, 20));
    }
    expect(JSON.stringify(server.logged)).not.toContain(secret.slice(6, 20));
  });

  test('returns 503 if WEBHOOK_SECRET_KEY is not set', async () => {
    const refused = await sendWithoutKey('POST', '/webhooks', { body: { url, events: allEvents } });
    expect([refused.status, refused.body.detail]).toEqual([
      503,
      expect.stringContaining('WEBHOOK_SECRET_KEY'),
    ]);
  });
});

describe('the scope', () => {
  test.each([
    ['GET', '/webhooks'],
    ['POST', '/webhooks'],
    ['GET', `/webhooks/${unknown}`],
    ['GET', `/webhooks/${unknown}/deliveries`],
  ])('webhooks:manage is required for %s %s', async (method, path) => {
    const body = method === 'POST' ? { url, events: allEvents } : undefined;
    const refused = await send(method, path, { scope: 'tasks:read tasks:write', body });
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      'This operation requires the scope webhooks:manage.',
    ]);
  });
});

describe('listWebhooks', () => {
  test("lists the caller's webhooks, newest first, page by page", async () => {
    const as = 'lister';
    for (const path of ['one', 'two', 'three']) await createWebhook(send, as, { url: `${url}/${path}` });
    const paths = ({ items }: { items: unknown }) =>
      (items as Webhook[]).map((webhook) => webhook.url.split('/').at(-1));
    const first = await send('GET', '/webhooks?limit=2', { as });
    expect(paths(first.body)).toEqual(['three', 'two']);
    const next = resolveReference('/webhooks', /^<(.+)>/.exec(first.headers.get('Link') ?? '')?.[1] ?? '');
    const second = await send('GET', next, { as });
    expect([paths(second.body), second.body.nextCursor]).toEqual([['one'], null]);
    const start = await send('GET', '/webhooks?cursor=start', { as });
    expect(paths(start.body)).toEqual(['three', 'two', 'one']);
    expect(JSON.stringify(start.body)).not.toContain('whsec_');
    const foreign = await send('GET', next, { as: 'someone-else' });
    expect(foreign.body.type).toBe('urn:problem-type:task-manager-api:invalid-cursor');
    expect((await send('GET', '/webhooks', { as: 'someone-else' })).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  test.each(['limit=0', 'limit=101', 'cursor=*'])('rejects %s', async (query) => {
    const rejected = await send('GET', `/webhooks?${query}`);
    expect(rejected.body.errors).toMatchObject([{ name: query.split('=')[0] }]);
  });
});

describe('getWebhook', () => {
  test('returns 304 for the current version, 412 for a different one, and 404 to another user', async () => {
    const { id } = await createWebhook(send, 'reader');
    const get = (headers: Record<string, string>, as = 'reader') =>
      send('GET', `/webhooks/${id}`, { as, headers });
    expect((await get({ 'If-None-Match': '"1"' })).status).toBe(304);
    expect((await get({ 'If-Match': '"2"' })).status).toBe(412);
    const foreign = await get({}, 'intruder');
    expect([foreign.status, foreign.body.type]).toEqual([
      404,
      'urn:problem-type:task-manager-api:webhook-not-found',
    ]);
  });
});

describe('updateWebhook', () => {
  test('changes only the fields in the request, and increments the version', async () => {
    const as = 'changer';
    const before = await createWebhook(send, as, { description: 'Old' });
    const path = `/webhooks/${before.id}`;
    const changed = await send('PATCH', path, { as, body: { url: `${url}/v2`, events: ['task.deleted'] } });
    expect(changed.body).toMatchObject({
      url: `${url}/v2`,
      events: ['task.deleted'],
      description: 'Old',
      version: 2,
    });
    const cleared = await send('PATCH', path, {
      as,
      body: { description: null },
      headers: { 'If-Match': '"2"' },
    });
    expect(cleared.body).toMatchObject({ description: null, version: 3 });
    expect((await send('PATCH', path, { as, body: {}, headers: { 'If-Match': '"1"' } })).status).toBe(412);
    expect(await readWebhook(send, as, before)).toEqual(cleared.body);
  });

  test('disables a webhook, and enables it again', async () => {
    const as = 'pauser';
    const { id } = await createWebhook(send, as);
    const disabled = await send('PATCH', `/webhooks/${id}`, { as, body: { status: 'disabled' } });
    expect(disabled.body).toMatchObject({ status: 'disabled', disabledReason: 'disabledByOwner' });
    for (const path of ['test', `deliveries/${unknown}/redeliver`]) {
      const refused = await send('POST', `/webhooks/${id}/${path}`, { as });
      expect([refused.status, refused.body.type]).toEqual([
        409,
        'urn:problem-type:task-manager-api:webhook-disabled',
      ]);
    }
    const enabled = await send('PATCH', `/webhooks/${id}`, { as, body: { status: 'enabled' } });
    expect(enabled.body).toMatchObject({ status: 'enabled', disabledReason: null, version: 3 });
  });

  test.each([
    ['url', { url: 'https://10.0.0.1/' }],
    ['events', { events: null }],
    ['status', { status: 'paused' }],
    ['description', { description: 'x'.repeat(201) }],
  ])('rejects an invalid %s', async (name, body) => {
    const { id } = await createWebhook(send, `invalid-${name}`);
    const rejected = await send('PATCH', `/webhooks/${id}`, { as: `invalid-${name}`, body });
    expect(rejected.body.errors).toMatchObject([{ pointer: `/${name}` }]);
  });

  test('returns 404 for an unknown webhook', async () => {
    expect((await send('PATCH', `/webhooks/${unknown}`, { body: {} })).status).toBe(404);
  });
});

describe('deleteWebhook', () => {
  test('deletes a webhook with its deliveries, unless the precondition fails', async () => {
    const as = 'deleter';
    const { id } = await createWebhook(send, as);
    await send('POST', `/webhooks/${id}/test`, { as });
    const path = `/webhooks/${id}`;
    expect((await send('DELETE', path, { as, headers: { 'If-Match': '"7"' } })).status).toBe(412);
    expect((await send('DELETE', path, { as, headers: { 'If-None-Match': '*' } })).status).toBe(412);
    expect((await send('DELETE', path, { as: 'intruder' })).status).toBe(404);
    expect((await send('DELETE', path, { as })).status).toBe(204);
    for (const [method, target] of [
      ['DELETE', path],
      ['GET', path],
      ['GET', `${path}/deliveries`],
      ['POST', `${path}/test`],
      ['POST', `${path}/rotate-secret`],
      ['POST', `${path}/deliveries/${unknown}/redeliver`],
    ] as const) {
      expect([target, (await send(method, target, { as })).status]).toEqual([target, 404]);
    }
  });
});

describe('rotateWebhookSecret', () => {
  test('returns a new secret, and the time until which the previous secret is valid', async () => {
    const as = 'rotator';
    const before = await createWebhook(send, as);
    const rotated = await send('POST', `/webhooks/${before.id}/rotate-secret`, { as });
    const { secret, ...webhook } = rotated.body as unknown as typeof before;
    expect([rotated.status, rotated.headers.get('ETag'), webhook.version]).toEqual([200, '"2"', 2]);
    expect(secret).not.toBe(before.secret);
    const hours =
      (Date.parse(webhook.previousSecretExpiresAt ?? '') - Date.parse(webhook.updatedAt)) / 3_600_000;
    expect(hours).toBeCloseTo(24, 2);
    expect(await readWebhook(send, as, before)).toEqual(webhook);
  });

  test.each(['rotate-secret', 'test', 'deliveries/x/redeliver'])(
    'rejects an invalid id: %s',
    async (path) => {
      const rejected = await send('POST', `/webhooks/1/${path}`);
      expect(rejected.body.errors).toContainEqual(
        expect.objectContaining({ name: 'webhookId', code: 'format' }),
      );
    },
  );
});

describe('testWebhook and listWebhookDeliveries', () => {
  test('store a test event, and list it with the others, newest first, page by page', async () => {
    const as = 'tester';
    const webhook = await createWebhook(send, as, { events: ['task.created'] });
    await send('POST', '/tasks', { as, body: { title: 'Reported' } });
    const tested = await send('POST', `/webhooks/${webhook.id}/test`, { as });
    expect(tested.status).toBe(202);
    expect(tested.body).toMatchObject({ eventType: 'webhook.test', status: 'pending', attempts: [] });
    const all = await readDeliveries(send, as, webhook);
    expect(all.map(({ eventType }) => eventType)).toEqual(['webhook.test', 'task.created']);
    expect(all[0]).toEqual(tested.body);

    const path = `/webhooks/${webhook.id}/deliveries`;
    const first = await send('GET', `${path}?limit=1`, { as });
    expect(first.body.items).toEqual(all.slice(0, 1));
    expect(first.headers.get('Link')).toMatch(/rel="next"$/);
    const second = await send('GET', `${path}?limit=1&cursor=${first.body.nextCursor}`, { as });
    expect([second.body.items, second.body.nextCursor]).toEqual([all.slice(1), null]);
    const foreign = await createWebhook(send, as);
    const wrong = await send('GET', `/webhooks/${foreign.id}/deliveries?cursor=${first.body.nextCursor}`, {
      as,
    });
    expect(wrong.body.type).toBe('urn:problem-type:task-manager-api:invalid-cursor');
    expect((await send('GET', path, { as: 'intruder' })).status).toBe(404);
  });

  test.each(['limit=0', 'cursor=*'])('reject %s', async (query) => {
    const rejected = await send('GET', `/webhooks/${unknown}/deliveries?${query}`);
    expect(rejected.body.errors).toMatchObject([{ name: query.split('=')[0] }]);
  });
});

describe('redeliver', () => {
  test('returns the delivery, and 404 for an unknown one', async () => {
    const as = 'redeliverer';
    const webhook = await createWebhook(send, as);
    const { body } = await send('POST', `/webhooks/${webhook.id}/test`, { as });
    const { id } = body as unknown as Delivery;
    const path = (delivery: string) => `/webhooks/${webhook.id}/deliveries/${delivery}/redeliver`;
    const again = await send('POST', path(id), { as });
    expect([again.status, again.body]).toMatchObject([202, { id, status: 'pending' }]);
    const missing = await send('POST', path(unknown), { as });
    expect([missing.status, missing.body.type]).toEqual([
      404,
      'urn:problem-type:task-manager-api:delivery-not-found',
    ]);
    expect((await send('POST', path('1'), { as })).body.errors).toMatchObject([{ name: 'deliveryId' }]);
  });
});
