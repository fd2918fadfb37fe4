import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import { tokenMemory } from '../../src/security/token-memory.ts';
import { InvalidTokenError, createTokenVerifier } from '../../src/security/token-verifier.ts';

const issuer = 'https://issuer.example';
const audience = 'tasks';
const secret = new TextEncoder().encode('a-secret-for-tests-that-is-long-enough');
const user = (sub: string) => ({ sub, scopes: new Set<string>() });
const claims = { iss: issuer, aud: audience, sub: 'alice', scope: 'tasks:read' };

function sign(over: Readonly<Record<string, unknown>> = {}, key = secret): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return new SignJWT({ ...claims, exp, ...over }).setProtectedHeader({ alg: 'HS256' }).sign(key);
}

/** Puts the clock so many seconds after the real one. */
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

describe('a verifier that remembers', () => {
  const verifier = () => createTokenVerifier({ issuer, audience, key: { secret } }, { remember: true });

  test('answers at once the second time, and the same', async () => {
    const verify = verifier();
    const token = await sign();
    const first = verify(token);
    expect(first).toBeInstanceOf(Promise);
    const known = verify(token) instanceof Promise ? await first : undefined;
    expect(known).toEqual({ sub: 'alice', scopes: new Set(['tasks:read']) });
    expect(verify(token)).toBe(known);
  });

  test('takes a token until the second in which it would without remembering', async () => {
    const [remembers, forgets] = [
      verifier(),
      createTokenVerifier({ issuer, audience, key: { secret } }, { remember: false }),
    ];
    const token = await sign();
    await remembers(token);
    // 60 seconds, and 5 for clocks that differ; the moment of signing was somewhere in its second.
    for (const [seconds, good] of [
      [0, true],
      [63, true],
      [66, false],
      [0, true],
    ] as const) {
      later(seconds);
      for (const verify of [remembers, forgets]) {
        const found = Promise.resolve(verify(token));
        if (good) await expect(found).resolves.toMatchObject({ sub: 'alice' });
        else await expect(found).rejects.toThrow(InvalidTokenError);
      }
    }
  });

  test('does not take one token of a subject for another', async () => {
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

  test('does not remember what is refused', async () => {
    const verify = verifier();
    const token = await sign({}, new TextEncoder().encode('another-secret-that-is-long-enough'));
    for (let n = 0; n < 3; n += 1) await expect(verify(token)).rejects.toThrow(InvalidTokenError);
  });
});

describe('with keys that the issuer publishes', () => {
  test('a token ends with its key, not later than without remembering', async () => {
    const [old, next] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
    let keys: JWK[] = [{ ...(await exportJWK(old.publicKey)), kid: 'old' }];
    const server = createServer((_request, response) => {
      response.setHeader('Connection', 'close').end(JSON.stringify({ keys }));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const jwksUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const verify = createTokenVerifier({ issuer, audience, key: { jwksUrl } }, { remember: true });
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

    // Another token that makes the keys be asked for ends it before their age does.
    keys = [{ ...(await exportJWK(old.publicKey)), kid: 'old' }];
    later(1400);
    for (let n = 0; n < 3; n += 1) await verify(token);
    keys = [{ ...(await exportJWK(next.publicKey)), kid: 'next' }];
    later(1460);
    await verify(await signed('next', next));
    await expect(verify(token)).rejects.toThrow(InvalidTokenError);
  });
});

describe('the memory', () => {
  test('is bounded in tokens: the one known longest is forgotten', () => {
    const memory = tokenMemory({ tokens: 2, characters: 1000 });
    for (const token of ['a', 'b', 'c']) memory.set(token, user(token), Infinity);
    expect([memory.size, memory.get('a'), memory.get('b')?.sub, memory.get('c')?.sub]).toEqual([
      2,
      undefined,
      'b',
      'c',
    ]);
  });

  test('is bounded in characters', () => {
    const memory = tokenMemory({ tokens: 1000, characters: 100 });
    for (let n = 0; n < 50; n += 1) memory.set(`${n}`.padStart(40, '.'), user('a'), Infinity);
    expect(memory.size).toBe(2);
    memory.set('x'.repeat(101), user('a'), Infinity);
    expect(memory.size).toBe(0);
    memory.set('y'.repeat(100), user('a'), Infinity);
    expect(memory.size).toBe(1);
  });

  test('holds a token once, and forgets it in time', () => {
    const memory = tokenMemory({ tokens: 5, characters: 10 });
    for (let n = 0; n < 5; n += 1) memory.set('twice', user('a'), Date.now() + 1000);
    expect([memory.size, memory.get('twice')?.sub]).toEqual([1, 'a']);
    later(1);
    expect([memory.get('twice'), memory.size]).toEqual([undefined, 0]);
  });
});
