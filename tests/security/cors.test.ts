import { describe, expect, test } from '@jest/globals';
import { noTask } from '../http/operations.ts';
import type { TestResponse } from '../support/client.ts';
import { contract } from '../support/contract.ts';
import { useServer } from '../support/use-server.ts';

const origin = 'https://app.example.com';
const otherOrigin = 'https://evil.example';
const exposed = [
  ...[
    'Accept',
    'Accept-Encoding',
    'Accept-Patch',
    'Allow',
    'ETag',
    'Link',
    'Location',
    'RateLimit',
    'RateLimit-Policy',
  ],
  ...['Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
];

const listIn = (value: string | null): Set<string> => new Set(value?.split(/, ?/));

describe('with a list of origins', () => {
  const { send } = useServer({ CORS_ORIGINS: `${origin}, http://localhost:3000` });

  const preflight = (path: string, method: string, from = origin): Promise<TestResponse> =>
    send('OPTIONS', path, {
      as: null,
      headers: {
        Origin: from,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
      },
    });

  test.each(contract.routes.routes.map(({ template, allowed }) => [template, allowed.join(', ')] as const))(
    'returns the methods of %s to a preflight: %s',
    async (template, allow) => {
      const { status, headers } = await preflight(template.replace(/\{\w+\}/, noTask), 'GET');
      expect(status).toBe(204);
      expect(headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(listIn(headers.get('Access-Control-Allow-Methods'))).toEqual(listIn(allow));
      expect(listIn(headers.get('Vary'))).toContain('Origin');
      expect(Number(headers.get('Access-Control-Max-Age'))).toBeGreaterThan(0);
      const fields = listIn(headers.get('Access-Control-Allow-Headers'));
      for (const name of ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match']) {
        expect(fields).toContain(name);
      }
      expect(headers.get('Access-Control-Allow-Credentials')).toBeNull();
    },
  );

  test.each([
    otherOrigin,
    'null',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    `${origin}:8443`,
  ])('does not allow an unlisted origin: %s', async (from) => {
    for (const response of [
      await preflight('/tasks', 'POST', from),
      await send('GET', '/tasks', { headers: { Origin: from } }),
      await send('OPTIONS', '/tasks', { as: null, headers: { Origin: from } }),
    ]) {
      expect(response.status).toBeLessThan(300);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
      expect(listIn(response.headers.get('Vary'))).toContain('Origin');
    }
  });

  test.each([
    ['a success', '/tasks', 'alice', 200],
    ['a 401', '/tasks', null, 401],
    ['a 404', '/nothing', null, 404],
    ['a 422', '/tasks?limit=0', 'alice', 422],
    ['the health response', '/health', null, 200],
  ])('allows a listed origin to read %s, including its headers', async (_name, path, as, status) => {
    const response = await send('GET', path, { as, headers: { Origin: origin } });
    expect(response.status).toBe(status);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    expect(listIn(response.headers.get('Access-Control-Expose-Headers'))).toEqual(new Set(exposed));
    expect(listIn(response.headers.get('Vary'))).toContain('Origin');
  });

  test.each([
    ['with an origin', { Origin: origin }, origin],
    ['with an origin, but without a requested method', { Origin: origin, 'X-Field': 'a' }, origin],
    ['without an origin', {}, null],
    ['with a requested method, but without an origin', { 'Access-Control-Request-Method': 'GET' }, null],
  ])('returns Allow to an OPTIONS request that is not a preflight: %s', async (_name, headers, allowed) => {
    const response = await send('OPTIONS', '/tasks', { as: null, headers });
    expect(response.status).toBe(204);
    expect(listIn(response.headers.get('Allow'))).toEqual(new Set(['GET', 'HEAD', 'POST', 'OPTIONS']));
    expect(response.headers.get('Access-Control-Allow-Methods')).toBeNull();
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(allowed);
    expect(listIn(response.headers.get('Vary'))).toContain('Origin');
  });

  test('requires no token for a preflight, and counts it against no limit', async () => {
    const response = await preflight('/tasks', 'POST');
    expect(response.headers.get('RateLimit')).toBeNull();
  });

  test('allows no method in a preflight for an unknown path', async () => {
    const response = await preflight('/nothing', 'GET');
    expect([response.status, response.headers.get('Access-Control-Allow-Methods')]).toEqual([204, null]);
  });
});

describe('the request headers that a preflight allows', () => {
  const { send } = useServer({ CORS_ORIGINS: origin, CORS_ALLOWED_HEADERS: 'b3, X-Datadog-Trace-Id' });
  const plain = useServer({ CORS_ORIGINS: origin });
  const allowedBy = async (ask: typeof send): Promise<Set<string>> => {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'GET' };
    const response = await ask('OPTIONS', '/tasks', { as: null, headers });
    return listIn(response.headers.get('Access-Control-Allow-Headers'));
  };

  test('include the headers of tracing libraries by default', async () => {
    const allowed = await allowedBy(plain.send);
    for (const name of ['traceparent', 'tracestate', 'baggage', 'sentry-trace'])
      expect(allowed).toContain(name);
  });

  test('include the headers in CORS_ALLOWED_HEADERS instead of the default ones', async () => {
    const allowed = await allowedBy(send);
    for (const name of ['Authorization', 'traceparent', 'b3', 'X-Datadog-Trace-Id'])
      expect(allowed).toContain(name);
    expect(allowed).not.toContain('sentry-trace');
  });
});

describe('with CORS_ORIGINS=*', () => {
  const { send } = useServer({ CORS_ORIGINS: '*' });

  test('allows every origin, and responses do not vary by origin', async () => {
    for (const from of [origin, otherOrigin, 'null']) {
      const response = await send('GET', '/tasks', { headers: { Origin: from } });
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(listIn(response.headers.get('Vary'))).not.toContain('Origin');
      expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    }
  });
});

describe('in production without CORS_ORIGINS', () => {
  const { send } = useServer({ NODE_ENV: 'production' });

  test('allows no origin', async () => {
    const response = await send('GET', '/tasks', { headers: { Origin: origin } });
    expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([200, null]);
  });
});
