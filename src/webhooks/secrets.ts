// Webhook secrets. They are not stored: a secret is derived from the service's key, the webhook's id and the secret's
// number, which a rotation increases. Without the key, a backup, an export or a stored idempotency key therefore
// reveals no secret. While the service's key is being rotated, the service has two keys, and each yields a valid
// secret.
import { createHmac, hkdfSync } from 'node:crypto';

/** How long the previous secret stays valid after a rotation. */
export const PREVIOUS_SECRET_MS = 24 * 60 * 60 * 1000;

/** The number of a webhook's current secret, and the time until which the previous secret is valid. */
export interface Generation {
  readonly id: string;
  readonly generation: number;
  readonly previousExpiresAt: string | null;
}

/** Derives webhook secrets, in the format of Standard Webhooks. */
export interface Secrets {
  /** Returns the secret with this number, derived from the current key. */
  current(webhookId: string, generation: number): string;
  /**
   * Returns the secrets that sign a request: the current one and, for some time after a rotation, the previous one,
   * each derived from every key.
   */
  valid(webhook: Generation, now: number): string[];
}

/**
 * Derives secrets from the service's keys, the current one first. `currentKeys` must return a new array after each
 * change.
 */
export function secretsFrom(currentKeys: () => readonly Uint8Array[]): Secrets {
  let keys: readonly Uint8Array[] = [];
  let derivedKeys: readonly Buffer[] = [];

  function secretsOf(webhookId: string, generation: number): string[] {
    if (keys !== currentKeys()) {
      keys = currentKeys();
      derivedKeys = keys.map((key) =>
        Buffer.from(hkdfSync('sha256', key, '', 'task-manager-api webhook secrets', 32)),
      );
    }
    return derivedKeys.map(
      (key) => `whsec_${createHmac('sha256', key).update(`${webhookId}:${generation}`).digest('base64')}`,
    );
  }

  return {
    current(webhookId, generation) {
      const [secret] = secretsOf(webhookId, generation);
      if (secret === undefined) throw new TypeError('No key is configured to derive webhook secrets');
      return secret;
    },
    valid({ id, generation, previousExpiresAt }, now) {
      const isPreviousValid = previousExpiresAt !== null && Date.parse(previousExpiresAt) > now;
      const generations = isPreviousValid ? [generation, generation - 1] : [generation];
      return generations.flatMap((one) => secretsOf(id, one));
    },
  };
}
