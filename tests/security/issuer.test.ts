import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { problemIn } from '../support/problems.ts';
import { secret, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** An issuer that publishes keys; it counts how often it is asked. */
interface Issuer {
  readonly server: Server;
  readonly url: string;
  keys: JWK[];
  /** Answers this in place of the keys. */
  broken: { status: number; body: string } | undefined;
  asked: number;
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
    made.asked += 1;
    const { status, body } = made.broken ?? { status: 200, body: JSON.stringify({ keys: made.keys }) };
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: Issuer = { server, url, keys: [], broken: undefined, asked: 0 };
  return made;
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

describe('with an issuer that publishes its keys', () => {
  test('tokens of its keys are taken, and the keys asked for once', async () => {
    const tokens = [
      await sign('RS256', 'rsa', rs256.privateKey),
      await sign('ES256', 'ec', es256.privateKey),
    ];
    for (const token of [...tokens, ...tokens]) expect((await ask(token)).status).toBe(200);
    expect(issuer.asked).toBe(1);
  });

  test('a crowd of first requests asks once', async () => {
    const token = await sign('ES256', 'ec', es256.privateKey);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(issuer.asked).toBe(1);
  });

  test('a token without a kid is taken where one key fits', async () => {
    expect((await ask(await sign('ES256', undefined, es256.privateKey))).status).toBe(200);
  });

  test('unknown keys are not asked for again within the pause, however many tokens name one', async () => {
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
    for (let n = 0; n < 10; n += 1) {
      const answer = await ask(await sign('ES256', `forged-${n}`, es256.privateKey));
      expect(answer.status).toBe(401);
      problemIn(answer, 'unauthorized');
    }
    expect(issuer.asked).toBe(1);
  });

  test('a new key is found after the pause, by one request to the issuer', async () => {
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
    const added = await generateKeyPair('ES256');
    issuer.keys.push(await published(added.publicKey, 'added'));
    expect((await ask(await sign('ES256', 'added', added.privateKey))).status).toBe(401);
    expect(issuer.asked).toBe(1);

    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 31_000);
    try {
      expect((await ask(await sign('ES256', 'added', added.privateKey))).status).toBe(200);
      for (let n = 0; n < 10; n += 1) {
        expect((await ask(await sign('ES256', `forged-${n}`, added.privateKey))).status).toBe(401);
      }
      expect(issuer.asked).toBe(2);
    } finally {
      clock.mockRestore();
    }
  });

  test.each<[string, () => Promise<string>]>([
    ['a secret', () => sign('HS256', 'rsa', new TextEncoder().encode(secret))],
    [
      'its public key for a secret',
      async () =>
        sign('HS256', 'rsa', new TextEncoder().encode(JSON.stringify(await exportJWK(rs256.publicKey)))),
    ],
    [
      'another key under a known name',
      async () => sign('RS256', 'rsa', (await generateKeyPair('RS256')).privateKey),
    ],
    ['a key of another kind than it says', () => sign('ES256', 'rsa', es256.privateKey)],
    [
      'an algorithm that is not allowed',
      async () => sign('RS512', 'rsa', (await generateKeyPair('RS512')).privateKey),
    ],
  ])('a token signed with %s is a 401', async (_what, make) => {
    const answer = await ask(await make());
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toContain('error="invalid_token"');
  });

  test('a key that the token brings along is not used', async () => {
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
    ['fails', { status: 500, body: '{}' }],
    ['has moved', { status: 404, body: 'Not found' }],
    ['answers no JSON', { status: 200, body: '<html>' }],
    ['answers no keys', { status: 200, body: '{"keys":1}' }],
  ])('%s makes it a 503 to come back to, and the rest is served', async (_what, broken) => {
    issuer.broken = broken;
    await expectUnavailable();
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    // Without a token there is nothing to ask the issuer for.
    expect((await fetch(`${service.url}/tasks`)).status).toBe(401);

    issuer.broken = undefined;
    expect((await ask(await sign('RS256', 'rsa', rs256.privateKey))).status).toBe(200);
  });

  test('is gone makes it a 503 too; with its keys known, nobody notices', async () => {
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

test('npm run token cannot make the tokens of an issuer', async () => {
  // Nobody has its private keys; the secret of the service's own is not even made.
  const answer = await ask(await service.token());
  expect(answer.status).toBe(401);
});
