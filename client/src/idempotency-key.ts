/** Returns a new key for a create and its retries: a random UUID as a structured-field string, in double quotes. */
export function newIdempotencyKey(): string {
  const bytes = randomBytes(16);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Version 4, variant 1 (RFC 9562, section 5.4).
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `"${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}"`;
}

/**
 * Returns random bytes. A key must be unique, not secret, so Math.random is sufficient where `crypto` is missing, as in
 * React Native. `crypto.randomUUID` requires a secure context (https or localhost); `getRandomValues` does not.
 */
function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const { crypto } = globalThis as { crypto?: Pick<Crypto, 'getRandomValues'> };
  return crypto ? crypto.getRandomValues(bytes) : bytes.map(() => Math.random() * 256);
}
