// Idempotent writes (draft-ietf-httpapi-idempotency-key-header). The key and what the request writes are committed
// together, so a repeated request finds both or neither. The writes of an owner are serialized, so a repeated request
// that arrives while the first one is in progress waits for its commit.
import { createHash } from 'node:crypto';
import type { Queries } from '../../database/storage.ts';
import type { Account } from '../owner/account.ts';
import { findRequest } from './saved-requests.ts';
import type { IdempotencyTables } from './storage.ts';

/** A request with an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly key: string;
  /** A hash of the request's content. */
  readonly fingerprint: string;
}

/** Returns a request with a key. Requests with equal content have the same fingerprint. `content` is JSON. */
export function keyedRequest(key: string, content: string): KeyedRequest {
  return { key, fingerprint: createHash('sha256').update(content).digest('base64url') };
}

/**
 * Returns the saved result of an earlier request with the same key, from which the response is derived. Returns
 * undefined for a new key, and a 422 response if the key was used for a different request.
 */
export async function findResult(
  trx: Queries<IdempotencyTables>,
  { owner }: Account,
  { key, fingerprint }: KeyedRequest,
  now: number,
): Promise<string | typeof keyReused | undefined> {
  const earlier = await findRequest(trx, owner, key, now);
  if (earlier === undefined) return undefined;
  return earlier.fingerprint === fingerprint ? earlier.result : keyReused;
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

export type KeyReused = typeof keyReused;
