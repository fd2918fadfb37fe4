// Verifies webhooks as Standard Webhooks prescribes (https://www.standardwebhooks.com). Uses Web Crypto, which Node,
// browsers, Deno, Bun and Workers have.

import type { webhooks } from '../../generated/openapi.ts';

/**
 * An event. `data.task` is the task after the change, or before its deletion; a test event has no task. Later
 * versions of the service can add types.
 */
export type WebhookEvent = webhooks[keyof webhooks]['post']['requestBody']['content']['application/json'];

/** A request to a receiver. */
export interface WebhookRequest {
  /** `Headers`, or an object with the headers, such as `request.headers` of Node. */
  readonly headers: WebhookHeaders;
  /** The body as it was received. A body that was parsed and serialized again has a different signature. */
  readonly body: string | Uint8Array;
}

export type WebhookHeaders =
  Pick<Headers, 'get'> | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** The maximum difference between the time of the request and the current time. 300 by default. */
  readonly toleranceSeconds?: number;
  /** The current time in milliseconds since 1970. `Date.now` by default. */
  readonly now?: () => number;
}

/** Thrown if a request is not a webhook of this service. Receivers should respond with 400. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  /**
   * - `headers`: a header is missing or malformed, so the request is not a webhook.
   * - `timestamp`: the request is too old or from the future. It may have been replayed, or a clock may be wrong.
   * - `signature`: the body, the id or the timestamp was changed, or the secret is wrong.
   */
  readonly reason: 'headers' | 'timestamp' | 'signature';

  constructor(reason: WebhookVerificationError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Verifies the signature and the time of a request, and returns its event. `secrets` is the webhook's secret
 * (`whsec_…`), or several: a request is valid if it is signed with one of them.
 *
 * The service repeats a request until it is acknowledged. All attempts have the same `webhook-id`, so ignore a request
 * whose `webhook-id` you have already processed.
 *
 * Rejects with a `WebhookVerificationError`, a TypeError if a secret is malformed, or a SyntaxError if the signed body
 * is not JSON.
 *
 * @example
 * const event = await verifyWebhook({ headers: request.headers, body: await request.text() }, secret);
 */
export async function verifyWebhook(
  { headers, body }: WebhookRequest,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = Date.now }: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature').split(' ');
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookVerificationError('headers', `webhook-timestamp is not a timestamp: ${timestamp}`);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = concatenate(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  if (!(await isSigned(signed, signatures, typeof secrets === 'string' ? [secrets] : secrets)))
    throw new WebhookVerificationError(
      'signature',
      'No signature is valid. Pass the body as it was received, and the secret of this webhook.',
    );
  if (Math.abs(now() / 1000 - Number(timestamp)) > toleranceSeconds)
    throw new WebhookVerificationError(
      'timestamp',
      `The timestamp differs from the current time by more than ${toleranceSeconds} seconds. Check this machine's clock.`,
    );
  return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
}

function header(headers: WebhookHeaders, name: string): string {
  const value = isHeaders(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== 'string') throw new WebhookVerificationError('headers', `${name} is missing`);
  return value;
}

function isHeaders(headers: WebhookHeaders): headers is Pick<Headers, 'get'> {
  return typeof headers.get === 'function';
}

/** Whether one of the signatures was made with one of the secrets. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: readonly string[],
  secrets: readonly string[],
): Promise<boolean> {
  for (const secret of secrets) {
    const key = await importSecret(secret);
    for (const signature of signatures) {
      // Signatures of other versions (`v1a`) use a different kind of secret.
      const bytes = signature.startsWith('v1,') ? fromBase64(signature.slice(3)) : undefined;
      // `verify` takes the same time for every wrong signature.
      if (bytes !== undefined && (await crypto.subtle.verify('HMAC', key, bytes, signed))) return true;
    }
  }
  return false;
}

function importSecret(secret: string): Promise<CryptoKey> {
  const bytes = fromBase64(secret.replace(/^whsec_/, ''));
  if (bytes === undefined || bytes.length === 0)
    throw new TypeError('A webhook secret must be whsec_ followed by Base64.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** Decodes Base64. Returns undefined if the text is not valid Base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
