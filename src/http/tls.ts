// HTTPS with the parameters that Mozilla recommends as "intermediate"
// (https://wiki.mozilla.org/Security/Server_Side_TLS), without finite-field Diffie-Hellman. Loaded on demand.
import { constants } from 'node:crypto';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { RequestListener, ServerOptions } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import type { Certificate } from './certificate.ts';
import { trackTransports } from './transport.ts';

/** TLS 1.3 has three ciphers. All others are for TLS 1.2, with forward secrecy and authenticated encryption. */
const ciphers = [
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
].join(':');

/**
 * The groups for key exchange. OpenSSL's default includes finite fields. A client that chooses them without computing
 * anything itself would make each handshake cost several times as much (https://dheatattack.gitlab.io).
 */
const groups = ['X25519MLKEM768', 'X25519', 'prime256v1', 'secp384r1'].join(':');

/** How long a handshake may take. Node's own default is two minutes. */
const handshakeTimeoutMs = 10_000;

function contextOptions({ cert, key }: Certificate): SecureContextOptions {
  return {
    ...{ cert, key, ciphers, ecdhCurve: groups, minVersion: 'TLSv1.2' },
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** Returns a function that creates an HTTPS server. */
export function tlsServer(
  certificate: Certificate,
): (options: ServerOptions, listener: RequestListener) => Server {
  return (options, listener) => {
    const { requestTimeout = handshakeTimeoutMs } = options;
    const handshakeTimeout = Math.min(handshakeTimeoutMs, requestTimeout);
    const server = createServer({ ...options, ...contextOptions(certificate), handshakeTimeout }, listener);
    trackTransports(server);
    return server;
  };
}

/** Uses a different certificate for new connections. Open connections keep theirs. Throws if OpenSSL rejects it. */
export function renewCertificate(server: Server, certificate: Certificate): void {
  server.setSecureContext(contextOptions(certificate));
}
