import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { readConfig } from '../../src/config.ts';
import { createTokenCache } from '../../src/security/token-cache.ts';
import { InvalidTokenError, createTokenVerifier } from '../../src/security/token-verifier.ts';

const issuer = 'https://issuer.example';
const audience = 'tasks';
const rules = readConfig({ AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience }).auth;
const secret = new TextEncoder().encode('a-secret-for-tests-that-is-long-enough');
const user = (sub: string) => ({ sub, scopes: new Set<string>() });
const claims = { iss: issuer, aud: audience, sub: 'alice', scope: 'tasks:read' };

function sign(over: Readonly<Record<string, unknown>> = {}, key = secret): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return new SignJWT({ ...claims, exp, ...over }).setProtectedHeader({ alg: 'HS256' }).sign(key);
}

/** Moves the clock ahead of the real one. */
function later(seconds: number): void {
  jest.useRealTimers();
  const others = ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'] as const;
  jest.useFakeTimers({ now: Date.now() + seconds * 1000, doNotFake: [...others, 'performance'] });
}

const servers: Server[] = [];
afterEach(() => {
  jest.useRealTimers();
  for (const server of servers.splice(0)) server.close();
});

describe('a verifier with a cache', () => {
  const verifier = () => createTokenVerifier({ ...rules, key: { secrets: [secret] } }, { usesCache: true });

  test('returns the same user synchronously the second time', async () => {
    const verify = verifier();
    const token = await sign();
    const first = verify(token);
    expect(first).toBeInstanceOf(Promise);
    const known = verify(token) instanceof Promise ? await first : undefined;
    expect(known).toEqual({ sub: 'alice', scopes: new Set(['tasks:read']) });
    expect(verify(token)).toBe(known);
  });

  test('accepts a token for exactly as long as without the cache', async () => {
    const [caching, plain] = [
      verifier(),
      createTokenVerifier({ ...rules, key: { secrets: [secret] } }, { usesCache: false }),
    ];
    const token = await sign();
    await caching(token);
    // The token is accepted for 60 seconds and 5 seconds of clock tolerance. `exp` has whole seconds, which can add one
    // second.
    for (const [seconds, isValid] of [
      [0, true],
      [63, true],
      [66, false],
      [0, true],
    ] as const) {
      later(seconds);
      for (const verify of [caching, plain]) {
        const found = Promise.resolve(verify(token));
        if (isValid) await expect(found).resolves.toMatchObject({ sub: 'alice' });
        else await expect(found).rejects.toThrow(InvalidTokenError);
      }
    }
  });

  test('distinguishes the tokens of a subject', async () => {
    const verify = verifier();
    await verify(await sign({ scope: 'tasks:read tasks:write' }));
    expect(await verify(await sign({ scope: 'tasks:read' }))).toEqual({
      sub: 'alice',
      scopes: new Set(['tasks:read']),
    });
    await expect(verify(await sign({ exp: 1 }))).rejects.toThrow(InvalidTokenError);
    const [head = '', payload = ''] = (await sign()).split('.');
    await expect(verify(`${head}.${payload}.AAAA`)).rejects.toThrow(InvalidTokenError);
  });

  test('does not cache invalid tokens', async () => {
    const verify = verifier();
    const token = await sign({}, new TextEncoder().encode('another-secret-that-is-long-enough'));
    for (let n = 0; n < 3; n += 1) await expect(verify(token)).rejects.toThrow(InvalidTokenError);
  });
});

describe('with the published keys of an issuer', () => {
  test('rejects a cached token once its key is gone from the key set', async () => {
    const [old, next] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
    let keys: JWK[] = [{ ...(await exportJWK(old.publicKey)), kid: 'old' }];
    const server = createServer((_request, response) => {
      response.setHeader('Connection', 'close').end(JSON.stringify({ keys }));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const jwksUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const verify = createTokenVerifier({ ...rules, key: { jwksUrls: [jwksUrl] } }, { usesCache: true });
    const signed = (kid: string, { privateKey }: typeof old) =>
      new SignJWT({ ...claims, exp: Math.floor(Date.now() / 1000) + 86_400 })
        .setProtectedHeader({ alg: 'ES256', kid })
        .sign(privateKey);

    const token = await signed('old', old);
    for (let n = 0; n < 3; n += 1) await verify(token);
    expect(verify(token)).not.toBeInstanceOf(Promise);

    keys = [{ ...(await exportJWK(next.publicKey)), kid: 'next' }];
    later(590);
    expect(await verify(token)).toMatchObject({ sub: 'alice' });
    later(610);
    await expect(verify(token)).rejects.toThrow(InvalidTokenError);

    // A token with an unknown key id causes a fetch of the keys before they reach their maximum age.
    keys = [{ ...(await exportJWK(old.publicKey)), kid: 'old' }];
    later(1400);
    for (let n = 0; n < 3; n += 1) await verify(token);
    keys = [{ ...(await exportJWK(next.publicKey)), kid: 'next' }];
    later(1460);
    await verify(await signed('next', next));
    await expect(verify(token)).rejects.toThrow(InvalidTokenError);
  });
});

describe('the token cache', () => {
  test('evicts the least recently used token above its maximum number', () => {
    const cache = createTokenCache({ maxTokens: 2, maxCharacters: 1000 });
    for (const token of ['a', 'b', 'c']) cache.set(token, user(token), Infinity);
    expect([cache.size, cache.get('a'), cache.get('b')?.sub, cache.get('c')?.sub]).toEqual([
      2,
      undefined,
      'b',
      'c',
    ]);
  });

  test('evicts tokens above its maximum number of characters, and rejects a longer token', () => {
    const cache = createTokenCache({ maxTokens: 1000, maxCharacters: 100 });
    for (let n = 0; n < 50; n += 1) cache.set(`${n}`.padStart(40, '.'), user('a'), Infinity);
    expect(cache.size).toBe(2);
    const tooLong = 'x'.repeat(101);
    cache.set(tooLong, user('a'), Infinity);
    expect([cache.size, cache.get(tooLong)]).toEqual([2, undefined]);
    cache.set('y'.repeat(100), user('a'), Infinity);
    expect(cache.size).toBe(1);
  });

  test('stores a token once, until it expires', () => {
    const cache = createTokenCache({ maxTokens: 5, maxCharacters: 10 });
    for (let n = 0; n < 5; n += 1) cache.set('twice', user('a'), Date.now() + 1000);
    expect([cache.size, cache.get('twice')?.sub]).toEqual([1, 'a']);
    later(1);
    expect([cache.get('twice'), cache.size]).toEqual([undefined, 0]);
  });
});
