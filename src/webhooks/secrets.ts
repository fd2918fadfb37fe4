// The secrets of webhooks. None is stored: a secret is derived from the key of the service, the id of the webhook and the
// number of the secret, which a rotation increases. A backup, an export and a stored idempotency key therefore reveal no
// secret without the key.
import { createHmac, hkdfSync } from 'node:crypto';

/** How long the secret before a rotation stays valid. */
export const PREVIOUS_SECRET_MS = 24 * 60 * 60 * 1000;

/** Returns the secret of a webhook with this number, in the form of Standard Webhooks. */
export type SecretOf = (webhookId: string, generation: number) => string;

/** Derives secrets from the key of the service. */
export function secretsFrom(serviceKey: Uint8Array): SecretOf {
  const key = Buffer.from(hkdfSync('sha256', serviceKey, '', 'task-manager-api webhook secrets', 32));
  return (webhookId, generation) =>
    `whsec_${createHmac('sha256', key).update(`${webhookId}:${generation}`).digest('base64')}`;
}

/** The secrets that sign a request: the current one and, for some time after a rotation, the one before. */
export function validSecrets(
  secretOf: SecretOf,
  { id, generation, previousExpiresAt }: Generation,
  now: number,
): string[] {
  const isPreviousValid = previousExpiresAt !== null && Date.parse(previousExpiresAt) > now;
  return (isPreviousValid ? [generation, generation - 1] : [generation]).map((one) => secretOf(id, one));
}

/** The secret of a webhook that is current, and until when the one before is valid. */
export interface Generation {
  readonly id: string;
  readonly generation: number;
  readonly previousExpiresAt: string | null;
}
