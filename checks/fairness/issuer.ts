// A token issuer with one key. A check can stop it.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

export interface Issuer {
  /** The settings of a service that trusts this issuer. */
  readonly environment: Readonly<Record<string, string>>;
  readonly token: (sub: string) => Promise<string>;
  stop(): Promise<void>;
}

const names = { iss: 'task-manager-api', aud: 'task-manager-api' };

/** Starts an issuer on a free port. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AUTH_JWT_SECRET: '',
      AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`,
      AUTH_ISSUER: names.iss,
      AUTH_AUDIENCE: names.aud,
    },
    token: (sub) =>
      new SignJWT({ ...names, sub, scope: 'tasks:read tasks:write webhooks:manage', client_id: 'check' })
        .setProtectedHeader({ alg: 'ES256', kid: 'known', typ: 'at+jwt' })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
