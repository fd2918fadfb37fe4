// A real OpenID Connect provider issues the tokens, rotates its keys and fails.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';
import Provider from 'oidc-provider';
import { scrape } from '../observability/scrape.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const audience = 'https://tasks.example';
const client = { id: 'robot', secret: 'a-secret-of-a-client' };

const { now } = Date;
let elapsedMs: number;
let provider: Server;
let handle: RequestListener;
let issuer: string;
let service: TestServer;

beforeEach(async () => {
  elapsedMs = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + elapsedMs);
  // The provider warns that it is not configured for production.
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue(undefined);
  provider = createServer((request, response) => {
    response.setHeader('Connection', 'close');
    handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  useKeys([await makeKey('first')]);
  const metadata = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  service = await startServer({
    AUTH_JWT_SECRET: '',
    AUTH_JWKS_URL: metadata.jwks_uri,
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
    AUTH_JWKS_MAX_AGE_SECONDS: '60',
    AUTH_TOKEN_TYPE: 'at+jwt',
    AUTH_MAX_LIFETIME_SECONDS: '600',
    RATE_LIMIT_FAILED_AUTH: '5',
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await service.close();
  provider.closeAllConnections();
  provider.close();
});

async function makeKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

/** Replaces the provider with one that has these keys. It signs with the first one. */
function useKeys(keys: readonly JWK[]): void {
  handle = new Provider(issuer, {
    jwks: { keys },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['client_credentials'],
        id_token_signed_response_alg: 'ES256',
        redirect_uris: [],
        response_types: [],
      },
    ],
    cookies: { keys: ['a-key-of-cookies'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'tasks:read tasks:write',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  }).callback();
}

/** Gets an access token for the service. */
async function getToken(scope = 'tasks:read'): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience, scope }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined) throw new Error(JSON.stringify(answer));
  return answer.access_token;
}

async function statusOf(token: string, method = 'GET'): Promise<number> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const body = method === 'POST' ? { body: '{"title":"Call home"}' } : {};
  const response = await fetch(`${service.url}/tasks`, { method, headers, ...body });
  await response.text();
  return response.status;
}

/** Moves the clock of the process ahead. */
function pass(seconds: number): void {
  elapsedMs += seconds * 1000;
}

async function reachable(): Promise<number | undefined> {
  const metrics = await scrape(service.url);
  return [...metrics].find(([name]) => name.startsWith('token_issuer_reachable'))?.[1];
}

test('grants the scopes that the client requested from the provider', async () => {
  const [reads, writes] = [await getToken(), await getToken('tasks:read tasks:write')];
  expect(decodeProtectedHeader(reads)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect(decodeJwt(reads)).toMatchObject({ iss: issuer, aud: audience, client_id: client.id });
  expect(await statusOf(reads)).toBe(200);
  expect(await statusOf(reads, 'POST')).toBe(403);
  expect(await statusOf(writes, 'POST')).toBe(201);
});

test('accepts rotated keys, and rejects removed ones', async () => {
  const [first, second] = [await makeKey('one'), await makeKey('two')];
  useKeys([first, second]);
  const before = await getToken();
  expect(await statusOf(before)).toBe(200);
  useKeys([second, first]);
  const after = await getToken();
  expect(decodeProtectedHeader(after).kid).toBe('two');
  expect([await statusOf(before), await statusOf(after)]).toEqual([200, 200]);

  const third = await makeKey('three');
  useKeys([third, second]);
  // Within the cooldown, the new key is unknown.
  expect(await statusOf(await getToken())).toBe(401);
  pass(31);
  expect(await statusOf(await getToken())).toBe(200);
  expect([await statusOf(before), await statusOf(after)]).toEqual([401, 200]);
});

test('reports an outage of the provider, and still accepts tokens signed with cached keys', async () => {
  const tokens = [await getToken(), await getToken()];
  for (const token of tokens) expect(await statusOf(token)).toBe(200);
  expect(await reachable()).toBe(1);

  const working = handle;
  handle = (_request, response) => response.writeHead(500).end();
  pass(61);
  for (const token of tokens) expect(await statusOf(token)).toBe(200);
  expect(await reachable()).toBe(0);
  const reports = () => service.logged.filter(({ message }) => String(message).startsWith('token issuer'));
  expect(reports()).toMatchObject([
    { level: 'warn', message: 'token issuer is unreachable', url: `${issuer}/jwks` },
  ]);

  handle = working;
  pass(2);
  useKeys([await makeKey('next')]);
  expect(await statusOf(await getToken())).toBe(200);
  expect(await reachable()).toBe(1);
  expect(reports()).toMatchObject([{}, { level: 'info', message: 'token issuer is reachable again' }]);
});

test('counts tokens that cannot be verified towards the limit of failed authentications', async () => {
  const token = await getToken();
  handle = (_request, response) => response.writeHead(500).end();
  const statuses = [];
  for (let n = 0; n < 7; n += 1) statuses.push(await statusOf(token));
  expect(statuses).toEqual([503, 503, 503, 503, 503, 429, 429]);
});
