// Idempotent creates (draft-ietf-httpapi-idempotency-key-header). The key and the new row are committed together, so a
// repeated request finds both or neither. Only a lock shows that the first request is still running, never a row.
import { createHash } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import type { Queries } from '../../database/storage.ts';
import { deleteExpired, findResponse, saveResponse } from './saved-responses.ts';
import type { IdempotencyTables } from './storage.ts';

/** The response to a create, which is repeated for requests with the same key. */
export interface CreatedResponse<Item> {
  readonly status: 201;
  readonly headers: { readonly Location: string; readonly ETag: string };
  readonly body: Item;
}

/** How a resource creates an item. */
export interface Create<Tables, Item> {
  /** Identifies the request: what it creates, and with which fields. */
  readonly request: unknown;
  readonly insert: (trx: Queries<Tables>) => Promise<Item>;
  readonly respond: (item: Item) => CreatedResponse<Item>;
}

/**
 * Creates an item, or repeats the response to an earlier request with the same key and fields. `item` is set if it
 * is new.
 */
export async function createOnce<Tables, Item>(
  database: Database<Tables & IdempotencyTables>,
  owner: string,
  key: string,
  { request, insert, respond }: Create<Tables, Item>,
) {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const outcome = await database.writeAlone(owner, key, async (trx) => {
    const earlier = await findResponse(trx, owner, key);
    if (earlier !== undefined) {
      return { response: earlier.fingerprint === fingerprint ? repeat<Item>(earlier) : keyReused };
    }
    const item = await insert(trx);
    const response = respond(item);
    const { status, headers, body } = response;
    await saveResponse(trx, owner, key, { status, headers, body: JSON.stringify(body), fingerprint });
    await deleteExpired(trx, database.engine);
    return { response, item };
  });
  return outcome ?? { response: inProgress, item: undefined };
}

/** Only responses of creates are saved. */
function repeat<Item>({ headers, body }: { headers: Readonly<Record<string, string>>; body: string }) {
  const response = { status: 201, headers, body: JSON.parse(body) as Item };
  return response as unknown as CreatedResponse<Item>;
}

const inProgress = {
  status: 409,
  problem: {
    type: 'urn:problem-type:task-manager-api:idempotency-key-in-use',
    detail: 'Another request with this Idempotency-Key is in progress.',
  },
} as const;

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
