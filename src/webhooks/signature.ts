// Signs webhooks as Standard Webhooks prescribes (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme").
import { Webhook } from 'standardwebhooks';

/** The headers of a signed webhook. */
export type SignatureHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>;

/**
 * Signs a body once with each secret. A secret is `whsec_` followed by Base64. After a rotation, receivers with the old
 * secret and receivers with the new one find a signature that they can verify. `timestamp` is the time of the attempt,
 * and `id` is the same for all attempts of a delivery.
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
