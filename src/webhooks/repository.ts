// Reads and writes webhooks.
import { sql } from 'kysely';
import { compiled } from '../database/compiled-query.ts';
import type { Queries } from '../database/storage.ts';
import { bindComparisons, type Page, pageReader, passes } from '../resource/list.ts';
import type { OwnerRows, Repository } from '../resource/operations.ts';
import { byPosition, ordersOf, type SortPosition } from '../resource/order.ts';
import type { Account, Clock, Quotas } from '../resource/owner/account.ts';
import { type Position, storedPosition } from '../resource/position.ts';
import type { StoredWebhook, WebhookFields } from './columns.ts';
import { deleteDeliveries } from './deliveries.ts';
import { dueNow, pause, resume } from './outbox.ts';
import { PREVIOUS_SECRET_MS } from './secrets.ts';
import type { WebhookDatabase } from './storage/database.ts';
import type { WebhookTables } from './storage/tables.ts';
import { webhookTable } from './table.ts';

type Db = Queries<WebhookTables>;

/** The order of the list: newest first. */
export const listOrder = ordersOf({ created: byPosition })['-created'];

export interface WebhookRepository extends Repository<WebhookTables, StoredWebhook, WebhookFields> {
  /** A page of an owner's webhooks, newest first. */
  list(owner: string, after: SortPosition | undefined, limit: number): Promise<Page<StoredWebhook>>;
  /** Replaces the secret. Returns the webhook and the number of its new secret. Undefined if there is no such webhook. */
  rotate(owner: string, id: string): Promise<{ webhook: StoredWebhook; generation: number } | undefined>;
}

/** Binds the webhook queries to a database. A write that would exceed a quota throws `QuotaExceeded`. */
export function webhookRepository(
  database: WebhookDatabase,
  quotas: Quotas,
  clock: Clock = Date.now,
): WebhookRepository {
  const accountOf = (owner: string): Account => ({ owner, quotas, clock });
  const readPage = pageReader({
    engine: database.engine,
    bind: ({ comparisons }, bind) => ({ comparisons: bindComparisons(comparisons, bind) }),
    select: (db: Db, owner, { comparisons }) =>
      db
        .selectFrom('webhook')
        .where(passes('webhook', owner, comparisons))
        .select(webhookTable.selection)
        .select('webhook.position'),
    decode: webhookTable.decode,
  });

  return {
    find: (owner, id) => database.read(owner, (db) => webhookTable.find(db, owner, id)),
    created: createWebhook,
    within: (trx, owner) => ownerWebhooks(trx, accountOf(owner)),
    keepsDeleted: false,
    list: (owner, after, limit) =>
      database.read(owner, (db) =>
        readPage(db, owner, { order: listOrder, after, limit, bounds: [], branches: [{ comparisons: [] }] }),
      ),
    rotate: (owner, id) =>
      database.write(owner, async (trx) => {
        const current = await webhookTable.find(trx, owner, id);
        if (current === undefined) return undefined;
        const previousSecretExpiresAt = new Date(clock() + PREVIOUS_SECRET_MS).toISOString();
        const webhook = await webhookTable.update(trx, accountOf(owner), current, (updatedAt, version) => ({
          ...{ ...current, previousSecretExpiresAt, updatedAt, version },
        }));
        const [row] = (await nextGeneration(trx, { position: storedPosition(webhook) })).rows;
        return { webhook, generation: row?.generation ?? 1 };
      }),
  };
}

/** The webhooks of one owner in one transaction. */
function ownerWebhooks(trx: Db, account: Account): OwnerRows<StoredWebhook, WebhookFields> {
  return {
    find: (id) => webhookTable.find(trx, account.owner, id),
    insert: (fields) => webhookTable.insert(trx, account, creating(fields)),
    insertAll: (fields) => webhookTable.insertAll(trx, account, fields.map(creating)),
    save: async (current, fields) => {
      const webhook = await webhookTable.update(trx, account, current, (updatedAt, version) => ({
        ...{ ...current, ...fields, updatedAt, version },
        disabledReason: fields.status === 'enabled' ? null : (current.disabledReason ?? 'disabledByOwner'),
      }));
      const position = storedPosition(webhook);
      if (webhook.status !== current.status) {
        if (webhook.status === 'enabled') await resume(trx, position, dueNow(account.clock));
        else await pause(trx, { webhook: position });
      }
      return webhook;
    },
    remove: async (webhook) => {
      await webhookTable.remove(trx, account, webhook);
      await deleteDeliveries(trx, { webhook: storedPosition(webhook) });
    },
  };
}

/** Creates a webhook with these fields. */
const creating = (fields: WebhookFields) => (id: string, createdAt: string) =>
  createWebhook(id, createdAt, fields);

function createWebhook(id: string, createdAt: string, fields: WebhookFields): StoredWebhook {
  return {
    id,
    ...fields,
    disabledReason: fields.status === 'enabled' ? null : 'disabledByOwner',
    previousSecretExpiresAt: null,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

const nextGeneration = compiled((trx: Db, { position }: { position: Position }) =>
  sql<{ generation: number }>`
    update webhook set secret_generation = secret_generation + 1 where position = ${position}
    returning secret_generation as generation`.compile(trx),
);
