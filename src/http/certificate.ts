import { createPrivateKey, X509Certificate } from 'node:crypto';

/** A certificate, with the certificates of its chain, and its private key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Returns a certificate and its key. Throws a `TypeError` with a remedy if they are unusable or do not belong together. */
export function checkCertificate(cert: string, key: string): Certificate {
  const parsed = attempt(
    () => new X509Certificate(cert),
    () => 'The certificate is not in PEM. Write it and the certificates of its chain, the certificate first.',
  );
  const privateKey = attempt(
    () => createPrivateKey(key),
    () => 'The private key is not an unencrypted key in PEM. Convert it with: openssl pkey -in FILE.',
  );
  if (!parsed.checkPrivateKey(privateKey)) {
    throw new TypeError(
      'The private key does not belong to the certificate. Use the key that signed its request.',
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
