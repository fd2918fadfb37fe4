// Idempotent creates (draft-ietf-httpapi-idempotency-key-header). The key and the new row are committed together, so a
// repeated request finds both or neither. The writes of an owner are serialized, so one that arrives while the first
// request is in progress waits for its commit.
import { createHash } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Queries } from '../../database/storage.ts';
import { type Account, timeOf } from '../owner/account.ts';
import type { OwnerTables } from '../owner/storage.ts';
import { deleteExpired, findCreate, saveCreate } from './saved-creates.ts';
import type { IdempotencyTables } from './storage.ts';

/** The response to a create request, which is repeated for requests with the same key. */
export interface CreatedResponse<Item> {
  readonly status: 201;
  readonly headers: { readonly Location: string; readonly ETag: string };
  readonly body: Item;
}

/** How a resource creates an item. */
export interface Create<Tables, Item> {
  /** Identifies the request by what it creates and with which fields. */
  readonly request: unknown;
  readonly insert: (trx: Queries<Tables>) => Promise<Item>;
  /** The item with this id, as the request has created it. */
  readonly restore: (id: string) => Item;
  readonly respond: (item: Item) => CreatedResponse<Item>;
}

/**
 * Creates an item, or repeats the response to an earlier request with the same key and fields. `item` is set if it is new.
 * The response is not stored: it is derived from the stored id and the fields, which the repeated request also contains.
 */
export async function createOnce<Tables, Item extends { readonly id: string }>(
  database: Database<Tables & IdempotencyTables & OwnerTables>,
  account: Account,
  key: string,
  { request, insert, restore, respond }: Create<Tables, Item>,
) {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const { owner } = account;
  return await database.write(owner, async (trx) => {
    const now = timeOf(account);
    const earlier = await findCreate(trx, owner, key, now);
    if (earlier !== undefined) {
      return {
        response: earlier.fingerprint === fingerprint ? respond(restore(earlier.itemId)) : keyReused,
        item: undefined,
      };
    }
    const item = await insert(trx);
    await saveCreate(trx, account, key, { itemId: item.id, fingerprint }, now);
    await deleteExpired(trx, database.engine, now);
    return { response: respond(item), item };
  });
}

const keyReused = {
  status: 422,
  problem: {
    type: 'urn:problem-type:task-manager-api:idempotency-key-reused',
    detail: 'This Idempotency-Key was used with a different body.',
    errors: [
      {
        location: 'header',
        name: 'Idempotency-Key',
        code: 'keyReused',
        detail: 'was used with a different body within the last 24 hours',
      },
    ],
  },
} as const;
