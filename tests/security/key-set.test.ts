// Tests a key set with a controlled clock while its issuer fails.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { readConfig } from '../../src/config.ts';
import { IssuerUnreachableError, maxKeySetBytes } from '../../src/security/key-set.ts';
import { InvalidTokenError, createTokenVerifier } from '../../src/security/token-verifier.ts';
import type { VerifyToken } from '../../src/security/token-verifier.ts';

const rules = readConfig({ AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'tasks' }).auth;
const { maxAgeSeconds, maxStaleSeconds } = rules.keySets;

let server: Server;
let keys: JWK[];
let fetches: number;
let respond: (response: ServerResponse) => void;
const sendKeys = (response: ServerResponse): void => {
  response.end(JSON.stringify({ keys }));
};
const fail = (response: ServerResponse): void => {
  response.writeHead(500).end();
};

let first: { privateKey: CryptoKey; publicKey: CryptoKey };
let second: typeof first;
beforeAll(async () => {
  first = await generateKeyPair('ES256');
  second = await generateKeyPair('ES256');
});
beforeEach(async () => {
  keys = [await published('first', first)];
  fetches = 0;
  respond = sendKeys;
  server = createServer((_request, response) => {
    fetches += 1;
    response.setHeader('Connection', 'close');
    respond(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

async function published(kid: string, { publicKey }: typeof first): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid };
}

function sign(kid = 'first', { privateKey } = first): Promise<string> {
  return new SignJWT({ iss: 'https://issuer.example', aud: 'tasks', sub: 'alice' })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setExpirationTime(Math.floor(Date.now() / 1000) + 1_000_000)
    .sign(privateKey);
}

let events: string[];
function verifier(): VerifyToken {
  events = [];
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
  return createTokenVerifier(
    { ...rules, key: { jwksUrls: [url] } },
    { events: { onFetched: () => events.push('fetched'), onFetchFailed: () => events.push('failed') } },
  );
}

const { now } = Date;
let elapsedMs = 0;
beforeEach(() => {
  elapsedMs = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + elapsedMs);
});
function pass(seconds: number): void {
  elapsedMs += seconds * 1000;
}

/** `valid`, `invalid`, or the seconds until the issuer may respond. */
async function outcome(verify: VerifyToken, token: string): Promise<string | number> {
  try {
    await verify(token);
    return 'valid';
  } catch (error) {
    if (error instanceof InvalidTokenError) return 'invalid';
    if (error instanceof IssuerUnreachableError) return error.retryAfterSeconds;
    throw error;
  }
}

/** Resolves when a fetch in the background has ended. */
async function untilFetched(count: number): Promise<void> {
  while (events.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('while an issuer fails', () => {
  test('uses the keys for the maximum stale time, and no longer', async () => {
    const verify = verifier();
    const [token, other] = [await sign(), await sign()];
    expect(await outcome(verify, token)).toBe('valid');
    respond = fail;
    pass(maxAgeSeconds + 1);
    expect(await outcome(verify, token)).toBe('valid');
    expect(events).toEqual(['fetched', 'failed']);
    // Cached tokens are verified synchronously, others with the stale keys.
    expect(await outcome(verify, other)).toBe('valid');
    expect(await outcome(verify, token)).toBe('valid');
    expect(verify(token)).not.toBeInstanceOf(Promise);
    expect(fetches).toBe(2);

    pass(maxStaleSeconds - 10);
    expect(verify(token)).not.toBeInstanceOf(Promise);
    await untilFetched(3);
    pass(70);
    for (const each of [token, other]) expect(await outcome(verify, each)).toEqual(expect.any(Number));
    respond = sendKeys;
    pass(70);
    expect(await outcome(verify, token)).toBe('valid');
  });

  test('makes no request wait for a fetch while it has keys', async () => {
    const verify = verifier();
    const token = await sign();
    for (let n = 0; n < 2; n += 1) expect(await outcome(verify, token)).toBe('valid');
    respond = fail;
    pass(maxAgeSeconds + 1);
    expect(await outcome(verify, token)).toBe('valid');
    const waiting: ServerResponse[] = [];
    respond = (response) => {
      waiting.push(response);
    };
    pass(60);
    for (let n = 0; n < 20; n += 1) expect(verify(token)).not.toBeInstanceOf(Promise);
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await outcome(verify, await sign())).toBe('valid');
    expect(waiting.length).toBe(1);
    for (const response of waiting) sendKeys(response);
    await untilFetched(3);
    expect(events).toEqual(['fetched', 'failed', 'fetched']);
  });

  test('shares a fetch, and backs off after failures', async () => {
    respond = fail;
    const verify = verifier();
    const token = await sign();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(verify, token)));
    expect(outcomes).toEqual(outcomes.map(() => 1));
    for (let n = 0; n < 50; n += 1) expect(await outcome(verify, token)).toBe(1);
    expect(fetches).toBe(1);

    // One request per second for ten minutes. After the first few, fetches are 30 to 60 seconds apart.
    for (let n = 0; n < 600; n += 1) {
      pass(1);
      await outcome(verify, token);
    }
    expect(fetches).toBeGreaterThan(10);
    expect(fetches).toBeLessThan(30);
    expect(await outcome(verify, token)).toBeLessThanOrEqual(60);
    respond = sendKeys;
    pass(61);
    expect(await outcome(verify, token)).toBe('valid');
  });

  test('does not fetch the keys more often for unknown key ids', async () => {
    const verify = verifier();
    expect(await outcome(verify, await sign())).toBe('valid');
    respond = fail;
    pass(31);
    expect(await outcome(verify, await sign('second', second))).toBe(1);
    for (let n = 0; n < 50; n += 1) expect(await outcome(verify, await sign(`${n}`, second))).toBe(1);
    expect(fetches).toBe(2);
    expect(await outcome(verify, await sign())).toBe('valid');
    keys.push(await published('second', second));
    respond = sendKeys;
    pass(2);
    expect(await outcome(verify, await sign('second', second))).toBe('valid');
  });

  test('rejects a malformed token or a wrong algorithm without a fetch', async () => {
    respond = fail;
    const verify = verifier();
    const symmetric = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
    for (const token of ['a', 'a.b.c', symmetric]) expect(await outcome(verify, token)).toBe('invalid');
    expect(fetches).toBe(0);
  });
});

describe('a key set', () => {
  test('keeps tokens cached when a fetch returns the same keys', async () => {
    const verify = verifier();
    const token = await sign();
    for (let n = 0; n < 2; n += 1) await verify(token);
    pass(maxAgeSeconds + 1);
    await verify(await sign());
    expect([fetches, verify(token)]).toEqual([2, { sub: 'alice', scopes: new Set() }]);
  });

  test('fetches its keys in the background before they are too old', async () => {
    const verify = verifier();
    const token = await sign();
    for (let n = 0; n < 2; n += 1) await verify(token);
    const waiting: ServerResponse[] = [];
    respond = (response) => {
      waiting.push(response);
    };
    pass(0.9 * maxAgeSeconds);
    expect(verify(token)).not.toBeInstanceOf(Promise);
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await outcome(verify, await sign())).toBe('valid');
    keys = [await published('second', second)];
    for (const response of waiting) sendKeys(response);
    await untilFetched(2);
    expect(await outcome(verify, await sign('second', second))).toBe('valid');
    expect(fetches).toBe(2);
  });

  test('rejects tokens of a removed key after the maximum age', async () => {
    const verify = verifier();
    const token = await sign();
    for (let n = 0; n < 2; n += 1) await verify(token);
    keys = [await published('second', second)];
    pass(maxAgeSeconds - 1);
    expect(await outcome(verify, token)).toBe('valid');
    pass(2);
    expect(await outcome(verify, token)).toBe('invalid');
  });

  test('is fetched again when the clock was set back', async () => {
    const verify = verifier();
    expect(await outcome(verify, await sign())).toBe('valid');
    keys = [await published('second', second)];
    pass(-86_400);
    expect(await outcome(verify, await sign('second', second))).toBe('valid');
  });

  test.each<[string, (response: ServerResponse) => void]>([
    [
      'exceeds its maximum size',
      (response) => response.end(JSON.stringify({ keys, pad: ' '.repeat(maxKeySetBytes) })),
    ],
    ['is behind a redirect', (response) => response.writeHead(302, { Location: '/elsewhere' }).end()],
    ['is truncated', (response) => response.writeHead(200, { 'Content-Length': '99' }).end('{')],
    ['is not JSON', (response) => response.end('<html>')],
    ['is not a key set', (response) => response.end('{"keys":{}}')],
    ['has no content', (response) => response.writeHead(204).end()],
  ])('counts as a failure if it %s', async (_name, failing) => {
    respond = failing;
    const verify = verifier();
    expect(await outcome(verify, await sign())).toBe(1);
    expect([fetches, events]).toEqual([1, ['failed']]);
  });

  test('counts as a failure of the issuer if a key is unusable', async () => {
    keys = [{ ...keys[0], x: 'AAAA' }];
    expect(await outcome(verifier(), await sign())).toBe(5);
  });
});
