// Tokens in the forms of common identity providers (docs/guides/identity-providers.md).
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { readConfig } from '../../src/config.ts';
import { issueTokenFor } from '../../src/security/issue-token.ts';
import { createTokenVerifier } from '../../src/security/token-verifier.ts';
import type { TokenRules } from '../../src/security/token-verifier.ts';

type Claims = Readonly<Record<string, unknown>>;

const secret = new TextEncoder().encode('a-secret-for-tests-that-is-long-enough');
const now = (): number => Math.floor(Date.now() / 1000);
const claims = { iss: 'task-manager-api', aud: 'task-manager-api', sub: 'alice' };

/** Verifies a token with these claims under these settings. Returns the user, or the error message. */
async function verify(
  environment: Readonly<Record<string, string>>,
  given: Claims,
  header: Claims = {},
): Promise<unknown> {
  const token = await new SignJWT({ ...claims, exp: now() + 600, ...given })
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(secret);
  const verifier = createTokenVerifier({ ...readConfig(environment).auth, key: { secrets: [secret] } });
  return outcome(async () => verifier(token));
}

async function outcome(
  verifying: () => Promise<{ sub: string; scopes: ReadonlySet<string> }>,
): Promise<unknown> {
  try {
    const { sub, scopes } = await verifying();
    return [sub, ...scopes];
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

describe("a token's scopes", () => {
  test.each<[string, Record<string, string>, Claims, string[]]>([
    ['from a string in `scope`', {}, { scope: 'tasks:read tasks:write' }, ['tasks:read', 'tasks:write']],
    ['from an array in `scope` (Spring)', {}, { scope: ['tasks:read', 'openid'] }, ['tasks:read', 'openid']],
    ['from a string in `scp` (Entra ID)', {}, { scp: 'tasks:read' }, ['tasks:read']],
    ['from an array in `scp` (Okta)', {}, { scp: ['tasks:read'] }, ['tasks:read']],
    ['from both claims', {}, { scope: 'tasks:read', scp: 'tasks:write' }, ['tasks:read', 'tasks:write']],
    [
      'from `scope` and `scp`, but not from `permissions`, by default',
      {},
      { permissions: ['tasks:read'] },
      [],
    ],
    [
      'from `permissions` (Auth0)',
      { AUTH_SCOPE_CLAIMS: 'permissions' },
      { scope: 'tasks:write', permissions: ['tasks:read'] },
      ['tasks:read'],
    ],
    ['from `roles`', { AUTH_SCOPE_CLAIMS: 'scp, roles' }, { roles: ['tasks:read'] }, ['tasks:read']],
    [
      'from a claim whose name is a URL',
      { AUTH_SCOPE_CLAIMS: 'https://tasks.example/scopes' },
      { 'https://tasks.example/scopes': ['tasks:read'] },
      ['tasks:read'],
    ],
    [
      'only with the configured prefix, which is removed',
      { AUTH_SCOPE_PREFIX: 'api://tasks/' },
      { scp: 'api://tasks/tasks:read tasks:write api://other/tasks:write' },
      ['tasks:read'],
    ],
    ['only from own properties of the claims', { AUTH_SCOPE_CLAIMS: 'constructor' }, {}, []],
  ])('are read %s', async (_name, environment, given, scopes) => {
    expect(await verify(environment, given)).toEqual(['alice', ...scopes]);
  });
});

describe('the audience of a token', () => {
  const cognito = { AUTH_AUDIENCE_CLAIM: 'client_id', AUTH_AUDIENCE: 'web,cli', AUTH_SCOPE_PREFIX: 'tasks/' };
  const token = { aud: undefined, client_id: 'web', token_use: 'access', scope: 'tasks/tasks:read openid' };

  test('is read from `client_id` when configured (Amazon Cognito)', async () => {
    expect(await verify(cognito, token)).toEqual(['alice', 'tasks:read']);
    expect(await verify(cognito, { ...token, client_id: 'cli' })).toEqual(['alice', 'tasks:read']);
    for (const client_id of [undefined, 'other', ['web'], 7])
      expect(await verify(cognito, { ...token, client_id })).toMatch(
        /"client_id" claim is missing or invalid/,
      );
    expect(await verify(cognito, { ...token, aud: 'web', client_id: undefined })).toMatch(/"client_id"/);
    expect(await verify(cognito, { ...token, token_use: 'id' })).toMatch(/"token_use" claim is not access/);
  });

  test('is accepted if it is one of several configured ones', async () => {
    const environment = { AUTH_AUDIENCE: 'tasks, api://tasks' };
    for (const aud of ['tasks', 'api://tasks', ['other', 'tasks']])
      expect(await verify(environment, { aud })).toEqual(['alice']);
    for (const aud of ['task-manager-api', 'tasks, api://tasks', undefined])
      expect(await verify(environment, { aud })).toMatch(/"aud"/);
  });
});

describe('the type of a token', () => {
  test.each([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt', 'AT+JWT'])(
    'is accepted: %s',
    async (typ) => {
      expect(await verify({}, {}, typ === undefined ? {} : { typ })).toEqual(['alice']);
    },
  );

  test.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'id_token+jwt', 'JWS', 'at', ''])(
    'is rejected: "%s"',
    async (typ) => {
      expect(await verify({}, {}, { typ })).toMatch(/^The token's "typ" header is missing or not accepted/);
    },
  );

  test('is accepted with AUTH_TOKEN_TYPE=at+jwt only if it is at+jwt and the token has the claims of RFC 9068', async () => {
    const environment = { AUTH_TOKEN_TYPE: 'at+jwt' };
    const given = { iat: now(), jti: 'one', client_id: 'web' };
    expect(await verify(environment, given, { typ: 'at+jwt' })).toEqual(['alice']);
    expect(await verify(environment, given, { typ: 'JWT' })).toMatch(/Use at\+jwt$/);
    expect(await verify(environment, given)).toMatch(/Use at\+jwt$/);
    for (const name of Object.keys(given))
      expect(await verify(environment, { ...given, [name]: undefined }, { typ: 'at+jwt' })).toMatch(
        `"${name}"`,
      );
  });

  test.each<[string, Claims, RegExp]>([
    ['an ID token with a nonce', { nonce: 'n' }, /ID token/],
    ['an ID token with the hash of an access token', { at_hash: 'h' }, /ID token/],
    ['an ID token with the hash of a code', { c_hash: 'h' }, /ID token/],
    ['an ID token of Keycloak', { typ: 'ID' }, /"typ" claim is ID/],
    ['a refresh token of Keycloak', { typ: 'Refresh' }, /"typ" claim is Refresh/],
    ['an ID token of Cognito', { token_use: 'id' }, /"token_use"/],
    [
      'a logout token',
      { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      /logout token/,
    ],
    ['a token bound to a DPoP key', { cnf: { jkt: 'k' } }, /bound to a key/],
    ['a token bound to a certificate', { cnf: { 'x5t#S256': 'c' } }, /bound to a key/],
  ])('is rejected by its claims: %s', async (_name, given, message) => {
    expect(await verify({}, given, { typ: 'JWT' })).toMatch(message);
  });

  test('is accepted despite a nonce: an access token of Keycloak', async () => {
    expect(await verify({}, { typ: 'Bearer', nonce: 'n' })).toEqual(['alice']);
  });
});

describe("a token's timestamps", () => {
  test('are rejected if `iat` is in the future or `exp` in the past by more than the clock tolerance', async () => {
    expect(await verify({}, { iat: now() + 3 })).toEqual(['alice']);
    expect(await verify({}, { iat: now() + 60 })).toMatch(/"iat" claim is in the future/);
    expect(await verify({ AUTH_CLOCK_TOLERANCE_SECONDS: '120' }, { iat: now() + 60 })).toEqual(['alice']);
    expect(await verify({ AUTH_CLOCK_TOLERANCE_SECONDS: '120' }, { exp: now() - 60 })).toEqual(['alice']);
    expect(await verify({ AUTH_CLOCK_TOLERANCE_SECONDS: '0' }, { exp: now() - 2 })).toMatch(/expired/);
  });

  test('are rejected if they are further apart than the maximum lifetime', async () => {
    const environment = { AUTH_MAX_LIFETIME_SECONDS: '600' };
    expect(await verify(environment, { iat: now(), exp: now() + 600 })).toEqual(['alice']);
    expect(await verify(environment, { iat: now() - 300, exp: now() + 301 })).toMatch(
      /lifetime exceeds 600 seconds/,
    );
    expect(await verify(environment, {})).toMatch(/"iat"/);
    expect(await verify({}, { iat: now(), exp: now() + 1_000_000_000 })).toEqual(['alice']);
  });
});

test('accepts the tokens that the service itself issues', async () => {
  const rules = readConfig({
    AUTH_TOKEN_TYPE: 'at+jwt',
    AUTH_ISSUER: 'a,b',
    AUTH_AUDIENCE: 'c,d',
    AUTH_SCOPE_CLAIMS: 'permissions',
    AUTH_SCOPE_PREFIX: 'api://tasks/',
    AUTH_MAX_LIFETIME_SECONDS: '60',
  }).auth;
  const content = { sub: 'alice', scope: 'tasks:read tasks:write', lifetimeSeconds: 3600 };
  const token = await issueTokenFor(secret, rules, content);
  const verifier = createTokenVerifier({ ...rules, key: { secrets: [secret] } });
  expect(await outcome(async () => verifier(token))).toEqual(['alice', 'tasks:read', 'tasks:write']);
});

describe('a shared secret', () => {
  test.each([
    [32, ['HS256']],
    [48, ['HS256', 'HS384']],
    [64, ['HS256', 'HS384', 'HS512']],
  ])('of %i bytes verifies only %j', async (length, accepted) => {
    const key = new Uint8Array(length).fill(7);
    const verifier = createTokenVerifier({ ...readConfig({}).auth, key: { secrets: [key] } });
    for (const alg of ['HS256', 'HS384', 'HS512']) {
      const token = await new SignJWT({ ...claims, exp: now() + 60 })
        .setProtectedHeader({ alg })
        // jose refuses to sign with a secret that is too short for the algorithm.
        .sign(length * 8 >= Number(alg.slice(2)) ? key : new Uint8Array(64).fill(7));
      const expected = accepted.includes(alg)
        ? ['alice']
        : `The algorithm ${alg} is not accepted. Use ${accepted.join(', ')}`;
      expect(await outcome(async () => verifier(token))).toEqual(expected);
    }
  });
});

describe('the keys of issuers', () => {
  interface Issuer {
    readonly name: string;
    readonly server: Server;
    readonly url: URL;
    readonly sign: (alg: string, over?: Claims, header?: Claims) => Promise<string>;
  }
  const algorithms = [
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ];
  const issuers: Issuer[] = [];

  /** Starts an issuer with a key for each of these algorithms. */
  async function start(name: string, algs: readonly string[]): Promise<void> {
    const keys: JWK[] = [];
    const privateKeys = new Map<string, CryptoKey>();
    for (const alg of algs) {
      const { privateKey, publicKey } = await generateKeyPair(alg);
      privateKeys.set(alg, privateKey);
      keys.push({ ...(await exportJWK(publicKey)), kid: alg, alg, use: 'sig' });
    }
    const server = createServer((_request, response) => {
      response.setHeader('Connection', 'close').end(JSON.stringify({ keys }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
    const sign: Issuer['sign'] = (alg, over = {}, header = {}) =>
      new SignJWT({ ...claims, iss: name, exp: now() + 600, ...over })
        .setProtectedHeader({ alg, kid: alg, ...header })
        .sign(privateKeys.get(alg)!);
    issuers.push({ name, server, url, sign });
  }

  beforeAll(async () => {
    await start('https://a.example', algorithms);
    await start('https://b.example', ['ES256']);
  });
  afterAll(() => {
    for (const { server } of issuers) server.close();
  });

  function rules(names: readonly Issuer[], urls: readonly Issuer[]): TokenRules {
    const AUTH_ISSUER = names.map(({ name }) => name).join();
    return { ...readConfig({ AUTH_ISSUER }).auth, key: { jwksUrls: urls.map(({ url }) => url) } };
  }

  test('verify tokens with every documented algorithm', async () => {
    const [a] = issuers as [Issuer];
    const verifier = createTokenVerifier(rules([a], [a]));
    for (const alg of algorithms) {
      const token = await a.sign(alg);
      expect([alg, await outcome(async () => verifier(token))]).toEqual([alg, ['alice']]);
    }
  });

  test('reject an undocumented algorithm, and list the accepted ones', async () => {
    const [a] = issuers as [Issuer];
    const verifier = createTokenVerifier(rules([a], [a]));
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    expect(await outcome(async () => verifier(token))).toMatch(
      /^The algorithm HS256 is not accepted\. Use ES256, ES384, .*RS512$/,
    );
  });

  test('are shared by several issuers with the same subjects', async () => {
    const [a, b] = issuers as [Issuer, Issuer];
    const verifier = createTokenVerifier(rules([a, b], [a]));
    for (const iss of [a.name, b.name]) {
      const token = await a.sign('ES256', { iss });
      expect(await outcome(async () => verifier(token))).toEqual(['alice']);
    }
  });

  test('belong to one issuer each, so equal subjects are different users', async () => {
    const [a, b] = issuers as [Issuer, Issuer];
    const verifier = createTokenVerifier(rules([a, b], [a, b]));
    const tokens = [await a.sign('ES256'), await b.sign('ES256')];
    for (let n = 0; n < 3; n += 1) {
      const users = [];
      for (const token of tokens) users.push(await outcome(async () => verifier(token)));
      expect(users).toEqual([['alice'], ['https://b.example|alice']]);
    }
    // The verifier has cached both tokens.
    for (const token of tokens) expect(verifier(token)).not.toBeInstanceOf(Promise);

    const forged = await a.sign('ES256', { iss: b.name });
    expect(await outcome(async () => verifier(forged))).toMatch(/signature is invalid/);
    const unknown = await a.sign('ES256', { iss: 'https://c.example' });
    expect(await outcome(async () => verifier(unknown))).toMatch(/"iss"/);
    const imitated = await a.sign('ES256', { sub: 'https://b.example|alice' });
    expect(await outcome(async () => verifier(imitated))).toMatch(/subject/);
    expect(await outcome(async () => verifier('not a token'))).toMatch(/"iss"/);
  });

  test('do not verify a token without a `kid` if several of them match', async () => {
    const [a] = issuers as [Issuer];
    const twin = createServer((_request, response) => {
      void (async () => {
        const keys = await Promise.all(
          [1, 2].map(async () => exportJWK((await generateKeyPair('ES256')).publicKey)),
        );
        response.setHeader('Connection', 'close').end(JSON.stringify({ keys }));
      })();
    }).listen(0, '127.0.0.1');
    await once(twin, 'listening');
    const url = new URL(`http://127.0.0.1:${(twin.address() as AddressInfo).port}/`);
    const verifier = createTokenVerifier({ ...rules([a], [a]), key: { jwksUrls: [url] } });
    const token = await a.sign('ES256', {}, { kid: undefined });
    expect(await outcome(async () => verifier(token))).toBe(
      'The token has no "kid" header, and several keys of the issuer match',
    );
    twin.close();
  });
});
