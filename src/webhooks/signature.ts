// Signs webhooks as Standard Webhooks prescribes (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme").
import { Webhook } from 'standardwebhooks';

/** The headers of a signed webhook. */
export type SignatureHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>;

/**
 * Signs a body once with each secret, which has the form `whsec_` and Base64. After a rotation, receivers with the old and
 * with the new secret find a signature that they can verify. `timestamp` is the time of the attempt, and `id` is the same for
 * all attempts.
 */
export function sign(
  secrets: readonly string[],
  id: string,
  timestamp: Date,
  body: string,
): SignatureHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body)).join(' '),
  };
}
