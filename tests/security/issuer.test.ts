import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { problemIn } from '../support/problems.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { secret } from '../support/secret.ts';

/** An issuer that publishes keys and counts requests for them. */
interface Issuer {
  readonly server: Server;
  readonly url: string;
  keys: JWK[];
  /** A response to send instead of the keys. */
  failure: { status: number; body: string } | undefined;
  requests: number;
}

let issuer: Issuer;
let service: TestServer;
let rs256: { privateKey: CryptoKey; publicKey: CryptoKey };
let es256: { privateKey: CryptoKey; publicKey: CryptoKey };

beforeAll(async () => {
  rs256 = await generateKeyPair('RS256');
  es256 = await generateKeyPair('ES256');
});
beforeEach(async () => {
  issuer = await startIssuer();
  issuer.keys = [await published(rs256.publicKey, 'rsa'), await published(es256.publicKey, 'ec')];
  service = await startServer({
    AUTH_JWT_SECRET: '',
    AUTH_JWKS_URL: `${issuer.url}/keys`,
    AUTH_ISSUER: 'https://issuer.example',
    AUTH_AUDIENCE: 'tasks',
  });
});
afterEach(async () => {
  await service.close();
  issuer.server.close();
});

async function startIssuer(): Promise<Issuer> {
  const server = createServer((_request, response) => {
    issuerOfTest.requests += 1;
    const { status, body } = issuerOfTest.failure ?? {
      status: 200,
      body: JSON.stringify({ keys: issuerOfTest.keys }),
    };
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuerOfTest: Issuer = { server, url, keys: [], failure: undefined, requests: 0 };
  return issuerOfTest;
}

async function published(key: CryptoKey, kid: string): Promise<JWK> {
  return { ...(await exportJWK(key)), kid, use: 'sig' };
}

function sign(alg: string, kid: string | undefined, key: CryptoKey | Uint8Array): Promise<string> {
  return new SignJWT({ scope: 'tasks:read' })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .setIssuer('https://issuer.example')
    .setAudience('tasks')
    .setSubject('alice')
    .setExpirationTime('5 minutes')
    .sign(key);
}

async function ask(token: string): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${service.url}/tasks`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('with the published keys of an issuer', () => {
  test('accepts tokens signed with its keys, and fetches the keys once', async () => {
    const tokens = [
      await sign('RS256', 'rsa', rs256.privateKey),
      await sign('ES256', 'ec', es256.privateKey),
    ];
    for (const token of [...tokens, ...tokens]) expect((await ask(token)).status).toBe(200);
    expect(issuer.requests).toBe(1);
  });

  test('fetches the keys once for concurrent first requests', async () => {
    const token = await sign('ES256', 'ec', es256.privateKey);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(issuer.requests).toBe(1);
  });

  test('accepts a token without a kid if only one key matches', async () => {
    expect((await ask(await sign('ES256', undefined, es256.privateKey))).status).toBe(200);
  });

  test('does not fetch the keys again for unknown key ids within the cooldown', async () => {
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
    for (let n = 0; n < 10; n += 1) {
      const answer = await ask(await sign('ES256', `forged-${n}`, es256.privateKey));
      expect(answer.status).toBe(401);
      problemIn(answer, 'unauthorized');
    }
    expect(issuer.requests).toBe(1);
  });

  test('fetches a new key after the cooldown, with a single request', async () => {
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
    const added = await generateKeyPair('ES256');
    issuer.keys.push(await published(added.publicKey, 'added'));
    expect((await ask(await sign('ES256', 'added', added.privateKey))).status).toBe(401);
    expect(issuer.requests).toBe(1);

    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 31_000);
    try {
      expect((await ask(await sign('ES256', 'added', added.privateKey))).status).toBe(200);
      for (let n = 0; n < 10; n += 1) {
        expect((await ask(await sign('ES256', `forged-${n}`, added.privateKey))).status).toBe(401);
      }
      expect(issuer.requests).toBe(2);
    } finally {
      clock.mockRestore();
    }
  });

  test.each<[string, () => Promise<string>]>([
    ['a secret', () => sign('HS256', 'rsa', new TextEncoder().encode(secret))],
    [
      'its public key as a secret',
      async () =>
        sign('HS256', 'rsa', new TextEncoder().encode(JSON.stringify(await exportJWK(rs256.publicKey)))),
    ],
    [
      'another key with a known key id',
      async () => sign('RS256', 'rsa', (await generateKeyPair('RS256')).privateKey),
    ],
    ['a key for a different algorithm', () => sign('ES256', 'rsa', es256.privateKey)],
    [
      'an algorithm that is not the one of the key',
      async () => sign('ES512', 'ec', (await generateKeyPair('ES512')).privateKey),
    ],
  ])('rejects a token signed with %s', async (_name, make) => {
    const answer = await ask(await make());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  test('ignores a key inside the token', async () => {
    const mine = await generateKeyPair('ES256');
    const token = await new SignJWT({ scope: 'tasks:read' })
      .setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(mine.publicKey), jku: `${issuer.url}/mine` })
      .setIssuer('https://issuer.example')
      .setAudience('tasks')
      .setSubject('alice')
      .setExpirationTime('5 minutes')
      .sign(mine.privateKey);
    expect((await ask(token)).status).toBe(401);
  });
});

describe('an issuer that', () => {
  const expectUnavailable = async (): Promise<void> => {
    const answer = await ask(await sign('RS256', 'rsa', rs256.privateKey));
    expect(answer.status).toBe(503);
    expect(problemIn(answer, 'service-unavailable').detail).toMatch(/^The token issuer is not responding/);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(answer.headers.get('WWW-Authenticate')).toBeNull();
  };

  test.each([
    ['returns a 500', { status: 500, body: '{}' }],
    ['returns a 404', { status: 404, body: 'Not found' }],
    ['returns no JSON', { status: 200, body: '<html>' }],
    ['returns no keys', { status: 200, body: '{"keys":1}' }],
  ])('%s causes a 503 with Retry-After, while other requests are served', async (_name, failure) => {
    issuer.failure = failure;
    await expectUnavailable();
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    // A request without a token does not need the issuer.
    expect((await fetch(`${service.url}/tasks`)).status).toBe(401);

    issuer.failure = undefined;
    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 2000);
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
    clock.mockRestore();
  });

  test('is unreachable causes a 503, unless its keys are cached', async () => {
    const token = await sign('ES256', 'ec', es256.privateKey);
    expect((await ask(token)).status).toBe(200);
    issuer.server.close();
    await once(issuer.server, 'close');
    expect((await ask(token)).status).toBe(200);

    const other = await startServer({
      AUTH_JWT_SECRET: '',
      AUTH_JWKS_URL: `${issuer.url}/keys`,
      AUTH_ISSUER: 'https://issuer.example',
      AUTH_AUDIENCE: 'tasks',
    });
    await service.close();
    service = other;
    await expectUnavailable();
  });
});

test('rejects tokens from npm run token when an issuer is configured', async () => {
  const answer = await ask(await service.token());
  expect(answer.status).toBe(401);
});
