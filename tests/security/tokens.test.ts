import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CompactSign, SignJWT, UnsecuredJWT } from 'jose';
import { named, pathOf, taskOperations } from '../http/operations.ts';
import type { TestResponse } from '../support/client.ts';
import { useServer } from '../support/use-server.ts';
import { secret } from '../support/secret.ts';

const { send } = useServer();

const encoder = new TextEncoder();
const key = encoder.encode(secret);
const now = Math.floor(Date.now() / 1000);
const validClaims = {
  iss: 'task-manager-api',
  aud: 'task-manager-api',
  sub: 'alice',
  exp: now + 600,
  scope: 'tasks:read tasks:write',
};

/** A token with these claims instead of the valid ones. Undefined removes a claim. */
function sign(
  claims: Readonly<Record<string, unknown>>,
  header: { alg?: string; crit?: string[] } = {},
  by = key,
): Promise<string> {
  return new SignJWT({ ...validClaims, ...claims }).setProtectedHeader({ alg: 'HS256', ...header }).sign(by);
}

/** Lists tasks with this Authorization header. */
async function ask(authorization: string): Promise<TestResponse> {
  return await send('GET', '/tasks', { as: null, headers: { Authorization: authorization } });
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('accepts a valid token', async () => {
  expect((await ask(`Bearer ${await sign({})}`)).status).toBe(200);
});

test.each(['bearer', 'BEARER', 'Bearer '])('accepts the scheme in any case: %s', async (scheme) => {
  expect((await ask(`${scheme} ${await sign({})}`)).status).toBe(200);
});

describe('without credentials', () => {
  test.each(named(taskOperations))(
    'returns 401 to %s with a challenge that has no error code',
    async (_id, operation) => {
      const response = await send(operation.method, pathOf(operation), { as: null });
      expect(response.status).toBe(401);
      expect(response.body.type).toBe('urn:problem-type:task-manager-api:unauthorized');
      expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="tasks"');
    },
  );

  test.each([
    ['another scheme', 'Basic YWxpY2U6c2VjcmV0'],
    ['no token after the scheme', 'Bearer'],
    ['a token with a space', 'Bearer a b'],
    ['a token in quotes', 'Bearer "a"'],
    ['two schemes', 'Bearer Bearer a'],
    ['a token without a scheme', 'eyJhbGciOiJub25lIn0.e30.'],
  ])('treats malformed credentials as missing: %s', async (_name, authorization) => {
    const response = await ask(authorization);
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([
      401,
      'Bearer realm="tasks"',
    ]);
  });

  test.each([
    ['Basic YWxpY2U6c2VjcmV0', 'The Authorization header has the scheme Basic. Use Bearer.'],
    ['DPoP eyJhbGciOiJub25lIn0.e30.', 'The Authorization header has the scheme DPoP. Use Bearer.'],
    [
      'eyJhbGciOiJub25lIn0.e30.',
      'The Authorization header has no scheme. Send "Bearer", a space and the token.',
    ],
    [
      'eyJhbGciOiJub25lIn0.e30. x',
      'The Authorization header has no scheme. Send "Bearer", a space and the token.',
    ],
    ['Bearer', 'The bearer token is missing or has invalid characters.'],
    ['Bearer a b', 'The bearer token is missing or has invalid characters.'],
    ['', 'Send a bearer token in the Authorization header.'],
  ])('explains the error in the header: %s', async (authorization, detail) => {
    expect((await ask(authorization)).body.detail).toBe(detail);
  });

  test('ignores a token outside the Authorization header', async () => {
    const token = await sign({});
    expect((await send('GET', `/tasks?access_token=${token}`, { as: null })).status).toBe(401);
    expect((await send('GET', '/tasks', { as: null, headers: { Cookie: `token=${token}` } })).status).toBe(
      401,
    );
  });
});

describe('a token', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = rsa.publicKey.export({ type: 'spki', format: 'pem' });

  test.each<[string, () => string | Promise<string>, RegExp]>([
    ['that is not a JWT', () => 'abc', /malformed/],
    ['of two parts', () => 'a.b', /malformed/],
    ['of five parts', () => 'a.b.c.d.e', /malformed/],
    ['of empty parts', () => '..', /malformed/],
    [
      'whose header is not JSON',
      () => `${Buffer.from('{').toString('base64url')}.${encoded(validClaims)}.c2ln`,
      /malformed/,
    ],
    [
      'whose claims are an array',
      () => new CompactSign(encoder.encode('[]')).setProtectedHeader({ alg: 'HS256' }).sign(key),
      /malformed/,
    ],
    ['that expired a minute ago', () => sign({ exp: now - 60 }), /has expired/],
    ['that is not valid yet', () => sign({ nbf: now + 600 }), /"nbf"/],
    ['of a different issuer', () => sign({ iss: 'https://elsewhere.example' }), /"iss"/],
    ['without an issuer', () => sign({ iss: undefined }), /"iss"/],
    ['for a different audience', () => sign({ aud: 'other-api' }), /"aud"/],
    ['for several other audiences', () => sign({ aud: ['a', 'b'] }), /"aud"/],
    ['without an audience', () => sign({ aud: undefined }), /"aud"/],
    ['that never expires', () => sign({ exp: undefined }), /"exp"/],
    ['whose expiry is a string', () => sign({ exp: '9999999999' }), /"exp"/],
    ['without a subject', () => sign({ sub: undefined }), /"sub"/],
    ['with an empty subject', () => sign({ sub: '' }), /subject/],
    ['with a number as subject', () => sign({ sub: 1 }), /subject|"sub"/],
    ['with a subject that is too long', () => sign({ sub: 'x'.repeat(256) }), /subject/],
    ['with a NUL in its subject', () => sign({ sub: 'alice\0' }), /subject/],
    ['with a lone surrogate in its subject', () => sign({ sub: 'alice\uD800' }), /subject/],
    [
      'signed with a different secret',
      () => sign({}, {}, encoder.encode('x'.repeat(32))),
      /signature is invalid/,
    ],
    ['that is unsigned', () => new UnsecuredJWT(validClaims).encode(), /The algorithm none is not accepted/],
    [
      'that is unsigned, with a signature',
      () => `${encoded({ alg: 'none' })}.${encoded(validClaims)}.c2ln`,
      /The algorithm none is not accepted/,
    ],
    [
      'with the algorithm NoNe',
      () => `${encoded({ alg: 'NoNe' })}.${encoded(validClaims)}.`,
      /The algorithm NoNe is not accepted/,
    ],
    [
      'with an algorithm that requires a longer secret',
      () => sign({}, { alg: 'HS512' }),
      /The algorithm HS512 is not accepted. Use HS256\./,
    ],
    [
      'with an algorithm that is not a name',
      () => `${encoded({ alg: '"<script>' })}.${encoded(validClaims)}.c2ln`,
      /The algorithm of the token is not accepted/,
    ],
    [
      'with the algorithm RS256',
      () => new SignJWT(validClaims).setProtectedHeader({ alg: 'RS256' }).sign(rsa.privateKey),
      /The algorithm RS256 is not accepted. Use HS256\./,
    ],
    [
      'signed with a public key as secret',
      () => sign({}, {}, encoder.encode(publicKey)),
      /signature is invalid/,
    ],
    ['with an unknown critical extension', () => sign({}, { crit: ['x-rule'] }).catch(() => 'a.b.c'), /./],
    ['whose claims were changed', async () => forged(await sign({})), /signature is invalid/],
    ['whose signature was truncated', async () => (await sign({})).slice(0, -4), /signature is invalid/],
  ])(
    'is rejected with the reason in the problem and in the challenge: a token %s',
    async (_name, make, why) => {
      const response = await ask(`Bearer ${await make()}`);
      expect(response.status).toBe(401);
      expect(response.body.detail).toMatch(why);
      expect(response.headers.get('WWW-Authenticate')).toBe(
        `Bearer realm="tasks", error="invalid_token", error_description="${response.body.detail.replaceAll('"', "'")}"`,
      );
    },
  );

  test('is accepted if it expired within the clock tolerance', async () => {
    expect((await ask(`Bearer ${await sign({ exp: Math.floor(Date.now() / 1000) - 2 })}`)).status).toBe(200);
  });

  test('is accepted if it has several audiences', async () => {
    expect((await ask(`Bearer ${await sign({ aud: ['a', 'task-manager-api'] })}`)).status).toBe(200);
  });

  test('is accepted with a subject in any script', async () => {
    expect((await ask(`Bearer ${await sign({ sub: 'żółw 🐢 "quoted"'.repeat(10) })}`)).status).toBe(200);
  });
});

/** The token with a different subject and the same signature. */
function forged(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encoded({ ...validClaims, sub: 'bob' })}.${signature}`;
}
