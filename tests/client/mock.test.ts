// Tests the mock's documented behavior (docs/guides/front-end.md) with every operation and example of the contract.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operations, type ExampleResponse, type ExampleRequest } from '../support/contract-examples.ts';
import { startMock, type Prism } from '../support/prism.ts';
import { fetchFromMock as fetch } from '../support/traffic.ts';

let mock: Prism;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

function call(request: ExampleRequest, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(mock.url + request.path, {
    method: request.method,
    headers: { Authorization: 'Bearer any-token', Accept: '*/*', ...request.headers, ...headers },
    ...(request.body !== undefined && { body: request.body }),
  });
}

async function bodyOf(response: Response, mediaType: string): Promise<unknown> {
  return mediaType.includes('json') ? response.json() : response.text();
}

function title({ status, name }: ExampleResponse): string {
  return name === undefined ? `${status}` : `${status} ${name}`;
}

test('covers more than 10 operations', () => {
  expect(operations.length).toBeGreaterThan(10);
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_, operation) => {
    const request = operation.requests[0]!;
    const success = operation.responses[0]!;

    test.each(operation.requests.map((each) => [`${each.method} ${each.body ?? each.path}`, each] as const))(
      'returns the first example of the success response: %s',
      async (_title, each) => {
        const response = await call(each);
        expect(response.status).toBe(success.status);
        expect(response.headers.get('sl-violations')).toBeNull();
        if (success.mediaType === undefined) expect(await response.text()).toBe('');
        else expect(await bodyOf(response, success.mediaType)).toEqual(success.value);
      },
    );

    test.each(operation.responses.map((expected) => [title(expected), expected] as const))(
      'returns the example that `Prefer` requests: %s',
      async (_title, expected) => {
        const example = expected.name === undefined ? '' : `, example=${expected.name}`;
        // An operation with several media types returns the examples of the requested media type.
        const accept = expected.status < 300 && expected.mediaType ? { Accept: expected.mediaType } : {};
        const response = await call(request, { Prefer: `code=${expected.status}${example}`, ...accept });
        expect(response.status).toBe(expected.status);
        // Prism validates its own response against the contract.
        expect(response.headers.get('sl-violations')).toBeNull();
        for (const header of expected.requiredHeaders) expect(response.headers.has(header)).toBe(true);
        if (expected.mediaType === undefined) {
          expect(await response.text()).toBe('');
        } else {
          expect(response.headers.get('Content-Type')).toBe(expected.mediaType);
          expect(await bodyOf(response, expected.mediaType)).toEqual(expected.value);
        }
      },
    );
  },
);

describe('CORS', () => {
  const origin = 'http://localhost:5173';

  test('allows any origin in a preflight', async () => {
    const preflight = await fetch(`${mock.url}/tasks`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key,prefer',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('idempotency-key');
  });

  test.each(operations.map((operation) => [operation.operationId, operation.requests[0]!] as const))(
    'allows a page to read the response of %s',
    async (_, request) => {
      // The example of this header in the contract replaces the value that Prism would send.
      const response = await call(request, { Origin: origin });
      expect([origin, '*']).toContain(response.headers.get('Access-Control-Allow-Origin'));
    },
  );
});

test('returns a `Location` that matches the id of the new task', async () => {
  const create = operations.find(({ operationId }) => operationId === 'createTask')!;
  const response = await call(create.requests[0]!);
  const { id } = (await response.json()) as { id: string };
  expect(response.headers.get('Location')).toBe(`tasks/${id}`);
});

describe('invalid requests', () => {
  test('returns 422 for a request that violates the contract', async () => {
    const response = await fetch(`${mock.url}/tasks?limit=1000`, {
      headers: { Authorization: 'Bearer any-token' },
    });
    expect(response.status).toBe(422);
    expect(response.headers.get('sl-violations')).toContain('must be <= 100');
  });

  test('returns 401 for a request without a token', async () => {
    const response = await fetch(`${mock.url}/tasks`);
    expect(response.status).toBe(401);
  });

  test('returns 200 when `Accept` excludes problems', async () => {
    const response = await fetch(`${mock.url}/summary`, {
      headers: { Authorization: 'Bearer any-token', Accept: 'application/json', Prefer: 'code=503' },
    });
    expect(response.status).toBe(200);
  });
});
