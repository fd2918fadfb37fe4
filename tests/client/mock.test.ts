// What the guide promises to a front-end team about the mock, for every operation and every example of the contract.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operations, type ExampleAnswer, type ExampleRequest } from './contract-examples.ts';
import { startMock, type Prism } from '../support/prism.ts';
import { fetchFromMock as fetch } from '../support/traffic.ts';

let mock: Prism;
beforeAll(async () => {
  mock = await startMock();
}, 60_000);
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

function title({ status, name }: ExampleAnswer): string {
  return name === undefined ? `${status}` : `${status} ${name}`;
}

test('the contract has operations to try', () => {
  expect(operations.length).toBeGreaterThan(10);
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_, operation) => {
    const request = operation.requests[0]!;
    const success = operation.answers[0]!;

    test.each(operation.requests.map((each) => [`${each.method} ${each.body ?? each.path}`, each] as const))(
      'answers the first example of its success: %s',
      async (_title, each) => {
        const response = await call(each);
        expect(response.status).toBe(success.status);
        expect(response.headers.get('sl-violations')).toBeNull();
        if (success.mediaType === undefined) expect(await response.text()).toBe('');
        else expect(await bodyOf(response, success.mediaType)).toEqual(success.value);
      },
    );

    test.each(operation.answers.map((answer) => [title(answer), answer] as const))(
      'answers what `Prefer` asks for: %s',
      async (_title, answer) => {
        const example = answer.name === undefined ? '' : `, example=${answer.name}`;
        const response = await call(request, { Prefer: `code=${answer.status}${example}` });
        expect(response.status).toBe(answer.status);
        // Prism checks its own answer, examples and headers, against the contract.
        expect(response.headers.get('sl-violations')).toBeNull();
        for (const header of answer.requiredHeaders) expect(response.headers.has(header)).toBe(true);
        if (answer.mediaType === undefined) {
          expect(await response.text()).toBe('');
        } else {
          expect(response.headers.get('Content-Type')).toBe(answer.mediaType);
          expect(await bodyOf(response, answer.mediaType)).toEqual(answer.value);
        }
      },
    );
  },
);

describe('a page in a browser', () => {
  const origin = 'http://localhost:5173';

  test('may call it from any origin', async () => {
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
    'may read the answer of %s',
    async (_, request) => {
      // The contract's example of this header takes the place of the one that Prism would send.
      const response = await call(request, { Origin: origin });
      expect([origin, '*']).toContain(response.headers.get('Access-Control-Allow-Origin'));
    },
  );
});

test('a new task is where its `Location` says', async () => {
  const create = operations.find(({ operationId }) => operationId === 'createTask')!;
  const response = await call(create.requests[0]!);
  const { id } = (await response.json()) as { id: string };
  expect(response.headers.get('Location')).toBe(`/tasks/${id}`);
});

describe('what the guide says about invalid requests', () => {
  test('a request that does not keep the contract is a 422', async () => {
    const response = await fetch(`${mock.url}/tasks?limit=1000`, {
      headers: { Authorization: 'Bearer any-token' },
    });
    expect(response.status).toBe(422);
    expect(response.headers.get('sl-violations')).toContain('must be <= 100');
  });

  test('a request without a token is a 401', async () => {
    const response = await fetch(`${mock.url}/tasks`);
    expect(response.status).toBe(401);
  });

  test('an error is not given to a client that accepts JSON alone', async () => {
    const response = await fetch(`${mock.url}/summary`, {
      headers: { Authorization: 'Bearer any-token', Accept: 'application/json', Prefer: 'code=503' },
    });
    expect(response.status).toBe(200);
  });
});
