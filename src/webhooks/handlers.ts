// One handler per operation: a request value in, a response value out. No HTTP objects and no SQL.
import type { operations } from '../../generated/openapi.ts';
import type { Handlers } from '../contract/handler.ts';
import { readCursor, writeCursor } from '../resource/cursor.ts';
import { itemOperations } from '../resource/operations.ts';
import { charge, unlimited } from '../resource/owner/account.ts';
import { DEFAULT_LIMIT, FIRST_PAGE, pageOf } from '../resource/page.ts';
import { type Position, storedPosition } from '../resource/position.ts';
import type { HandlerOptions } from '../resource/resource.ts';
import { entityTag, invalidCursor, notFound } from '../resource/responses.ts';
import { completeFields, patchedFields, type StoredWebhook } from './columns.ts';
import { type Delivery, findDelivery, listDeliveries } from './deliveries.ts';
import { checkUrl } from './network/check-url.ts';
import type { UrlRules } from './network/check-url.ts';
import { dueNow, type Outbox, redeliver } from './outbox.ts';
import { listOrder, webhookRepository } from './repository.ts';
import type { Secrets } from './secrets.ts';
import type { WebhookDatabase, WebhookQueries } from './storage/database.ts';
import { webhookTable } from './table.ts';

export type WebhookHandlers = Handlers<
  operations,
  | 'listWebhooks'
  | 'createWebhook'
  | 'getWebhook'
  | 'updateWebhook'
  | 'deleteWebhook'
  | 'testWebhook'
  | 'rotateWebhookSecret'
  | 'listWebhookDeliveries'
  | 'redeliver'
>;

/** The options of the webhook handlers. */
export interface WebhookOptions extends HandlerOptions {
  readonly webhooks: {
    /** Undefined if no key for secrets is configured. In that case, no webhook can be created. */
    readonly secrets: Secrets | undefined;
    readonly urls: UrlRules;
    readonly outbox: Pick<Outbox, 'enqueue'>;
    /** Called after a commit that may have made events due. */
    readonly onDue: () => void;
  };
}

/** Every position is before this one. */
const END = 2n ** 63n - 1n;

const names = {
  noun: 'webhook',
  path: '/webhooks',
  notFound: 'urn:problem-type:task-manager-api:webhook-not-found',
} as const;

const silent = { created: () => undefined, changed: () => undefined, removed: () => undefined };

/** Creates the handlers of the webhook operations. */
export function webhookHandlers(
  database: WebhookDatabase,
  { quotas, clock, webhooks: { secrets, urls, outbox, onDue } }: WebhookOptions,
): WebhookHandlers {
  const repository = webhookRepository(database, quotas, clock);
  const operations = itemOperations(database, repository, names, silent, quotas, clock);

  /** Returns a 422 response if webhooks must not use the URL. */
  function refuseUrl(url: string | undefined) {
    const checked = url === undefined ? undefined : checkUrl(url, urls);
    return checked === undefined || checked.ok ? undefined : forbiddenUrl(checked.reason);
  }

  /** If the webhook is enabled, runs `work` in a transaction, and returns the delivery whose id `work` returns. */
  async function deliverNow(
    owner: string,
    webhookId: string,
    work: (trx: WebhookQueries, webhook: Position, now: Position) => Promise<string | undefined>,
  ) {
    const found = await database.write(owner, async (trx) => {
      const webhook = await webhookTable.find(trx, owner, webhookId);
      if (webhook?.status !== 'enabled') return { webhook, delivery: undefined };
      const now = await charge(trx, { owner, quotas: unlimited, clock }, {});
      const position = storedPosition(webhook);
      const id = await work(trx, position, now);
      if (id !== undefined) return { webhook, delivery: await findDelivery(trx, position, id) };
      // `work` may have disabled the webhook.
      return { webhook: await webhookTable.find(trx, owner, webhookId), delivery: undefined };
    });
    if (found.delivery !== undefined) onDue();
    return found;
  }

  return {
    listWebhooks: async ({ query, user: { sub: owner } }) => {
      const { limit = DEFAULT_LIMIT, cursor = FIRST_PAGE } = query;
      const identity = ['webhooks', owner];
      const after = cursor === FIRST_PAGE ? undefined : readCursor(cursor, identity, listOrder);
      if (cursor !== FIRST_PAGE && after === undefined) return invalidCursor();
      const { items, next } = await repository.list(owner, after, limit);
      return pageOf(items, query, next && writeCursor(next, identity));
    },

    createWebhook: async ({ body, headers, user }) => {
      if (secrets === undefined) return notConfigured;
      const refused = refuseUrl(body.url);
      if (refused !== undefined) return refused;
      const response = await operations.create(user.sub, completeFields(body), headers);
      if (response.status !== 201) return response;
      // The secret is derived again for a repeated request.
      return { ...response, body: { ...response.body, secret: secrets.current(response.body.id, 1) } };
    },

    getWebhook: ({ params, headers, user }) => operations.read(user.sub, params.webhookId, headers),

    updateWebhook: async ({ params, headers, body, user }) => {
      const refused = refuseUrl(body.url);
      if (refused !== undefined) return refused;
      const response = await operations.change(user.sub, params.webhookId, headers, (webhook) =>
        patchedFields(webhook, body),
      );
      if (response.status === 409) throw new Error('A webhook update exceeded a quota');
      if (response.status === 200) onDue();
      return response;
    },

    deleteWebhook: ({ params, headers, user }) => operations.remove(user.sub, params.webhookId, headers),

    testWebhook: async ({ params: { webhookId }, user: { sub: owner } }) => {
      const type = 'webhook.test';
      const { webhook, delivery } = await deliverNow(owner, webhookId, (trx, position, now) =>
        outbox.enqueue(trx, position, { type, position: now, data: { webhookId: webhookId.toLowerCase() } }),
      );
      if (webhook === undefined) return notFound(names, webhookId);
      return delivery === undefined ? isDisabled(webhook) : accepted(delivery);
    },

    rotateWebhookSecret: async ({ params: { webhookId }, user: { sub: owner } }) => {
      if (secrets === undefined) return notConfigured;
      const rotated = await repository.rotate(owner, webhookId);
      if (rotated === undefined) return notFound(names, webhookId);
      const { webhook, generation } = rotated;
      const headers = { ETag: entityTag(webhook) };
      return { status: 200, headers, body: { ...webhook, secret: secrets.current(webhook.id, generation) } };
    },

    listWebhookDeliveries: async ({ params: { webhookId }, query, user: { sub: owner } }) => {
      const { limit = DEFAULT_LIMIT, cursor = FIRST_PAGE } = query;
      const identity = ['deliveries', owner, webhookId.toLowerCase()];
      const before = cursor === FIRST_PAGE ? undefined : readCursor(cursor, identity, listOrder);
      if (cursor !== FIRST_PAGE && before === undefined) return invalidCursor();
      // Reads one row more than the page needs, to find out whether there is a next page.
      const found = await database.read(owner, async (db) => {
        const webhook = await webhookTable.find(db, owner, webhookId);
        const end = before === undefined ? END : storedPosition(before);
        return webhook && listDeliveries(db, storedPosition(webhook), end, limit + 1);
      });
      if (found === undefined) return notFound(names, webhookId);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return pageOf(items, query, last && writeCursor({ value: null, id: last.id }, identity));
    },

    redeliver: async ({ params: { webhookId, deliveryId }, user: { sub: owner } }) => {
      const { webhook, delivery } = await deliverNow(owner, webhookId, async (trx, position) => {
        const found = await findDelivery(trx, position, deliveryId);
        if (found === undefined) return undefined;
        await redeliver(trx, position, storedPosition(found), dueNow(clock));
        return found.id;
      });
      if (webhook?.status === 'disabled') return isDisabled(webhook);
      return delivery === undefined ? deliveryNotFound(deliveryId) : accepted(delivery);
    },
  };
}

const accepted = (body: Delivery) => ({ status: 202, body }) as const;

function forbiddenUrl(reason: string) {
  return {
    status: 422,
    problem: {
      type: 'urn:problem-type:task-manager-api:validation-failed',
      detail: 'The request has 1 validation error.',
      errors: [{ location: 'body', pointer: '/url', code: 'forbiddenUrl', detail: reason }],
    },
  } as const;
}

function isDisabled({ disabledReason }: StoredWebhook) {
  return {
    status: 409,
    problem: {
      type: 'urn:problem-type:task-manager-api:webhook-disabled',
      detail: `The webhook is disabled: ${disabledReason ?? ''}. Set its status to enabled.`,
    },
  } as const;
}

function deliveryNotFound(id: string) {
  return {
    status: 404,
    problem: {
      type: 'urn:problem-type:task-manager-api:delivery-not-found',
      detail: `The webhook has no delivery with the id ${id}.`,
    },
  } as const;
}

/** The 503 response if no key for secrets is configured. */
const notConfigured = {
  status: 503,
  headers: { 'Retry-After': 3600 },
  problem: {
    type: 'urn:problem-type:task-manager-api:service-unavailable',
    detail: 'Webhooks are not configured. The operator must set WEBHOOK_SECRET_KEY.',
  },
} as const;
