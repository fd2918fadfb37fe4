// The secrets of webhooks. None is stored: a secret is derived from the key of the service, the id of the webhook and
// the number of the secret, which a rotation increases. A backup, an export and a stored idempotency key therefore
// reveal no secret without the key. While the key of the service is rotated there are two, and each yields a valid
// secret.
import { createHmac, hkdfSync } from 'node:crypto';

/** How long the previous secret stays valid after a rotation. */
export const PREVIOUS_SECRET_MS = 24 * 60 * 60 * 1000;

/** The number of the current secret of a webhook, and the time until which the previous one is valid. */
export interface Generation {
  readonly id: string;
  readonly generation: number;
  readonly previousExpiresAt: string | null;
}

/** The secrets of webhooks, in the form of Standard Webhooks. */
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
 * Derives secrets from the keys of the service, the current one first. `currentKeys` must return a new array after each
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
      if (secret === undefined) throw new TypeError('There is no key for the secrets of webhooks');
      return secret;
    },
    valid({ id, generation, previousExpiresAt }, now) {
      const isPreviousValid = previousExpiresAt !== null && Date.parse(previousExpiresAt) > now;
      const generations = isPreviousValid ? [generation, generation - 1] : [generation];
      return generations.flatMap((one) => secretsOf(id, one));
    },
  };
}
