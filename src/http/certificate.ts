import { createPrivateKey, X509Certificate } from 'node:crypto';

/** A certificate with its chain, and its private key, in PEM format. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs;

/** Returns a certificate and its key. Throws a `TypeError` with a remedy if they are unusable or do not match. */
export function checkCertificate(cert: string, key: string): Certificate {
  const parsed = attempt(
    () => new X509Certificate(cert),
    () =>
      'The certificate is not in PEM format. The file must contain the certificate, followed by its chain.',
  );
  checkChain(cert);
  const privateKey = attempt(
    () => createPrivateKey(key),
    () => 'The private key is not an unencrypted key in PEM format. Convert it with: openssl pkey -in FILE.',
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new TypeError(
      'The private key does not match the certificate. Use the key that signed the certificate request.',
    );
  }
  attempt(
    // Loaded on demand, because most services use no TLS.
    () => process.getBuiltinModule('node:tls').createSecureContext({ cert, key }),
    (reason) =>
      `OpenSSL rejects the certificate (${reason}). Use a key of at least 2048 bits for RSA, or 256 for ECDSA.`,
  );
  return { cert, key };
}

/**
 * Throws a `TypeError` if the chain is damaged. OpenSSL ignores a certificate that is cut off within its first line,
 * and clients then cannot verify the chain.
 */
function checkChain(text: string): void {
  if (text.replace(pemBlock, '').includes('--')) {
    throw new TypeError('The certificate file is truncated, or contains invalid lines. Write it again.');
  }
  for (const [block, label] of text.matchAll(pemBlock)) {
    if (label === 'CERTIFICATE') {
      attempt(
        () => new X509Certificate(block),
        () => 'A certificate in the chain is invalid. Write the file again.',
      );
    }
  }
}

/** Throws a `TypeError` if a certificate has expired or is not valid yet. */
export function checkValidity({ cert }: Certificate, now = Date.now()): void {
  const { validFromDate, validToDate } = new X509Certificate(cert);
  if (validToDate.getTime() <= now) {
    throw new TypeError(`The certificate expired at ${validToDate.toISOString()}. Renew it.`);
  }
  if (validFromDate.getTime() > now) {
    throw new TypeError(
      `The certificate is not valid before ${validFromDate.toISOString()}. Wait, or correct the clock.`,
    );
  }
}

/** When a certificate expires, in milliseconds since 1970. */
export function expiryOf({ cert }: Certificate): number {
  return new X509Certificate(cert).validToDate.getTime();
}

function attempt<T>(parse: () => T, describe: (reason: string) => string): T {
  try {
    return parse();
  } catch (cause) {
    throw new TypeError(describe(cause instanceof Error ? cause.message : String(cause)), { cause });
  }
}
