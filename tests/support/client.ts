// An HTTP client that checks every response against the contract (status, media type, body, headers) and against the general
// rules. It does not use express-openapi-validator, and also checks aspects that this package ignores: headers, empty bodies,
// and statuses from 500.
import { readResponse } from './response.ts';
import type { TestResponse } from './response.ts';
import { checkResponse } from './response-check.ts';
import { operationFor } from './contract.ts';
import type { TestServer } from './server.ts';

export type { TestResponse, Body } from './response.ts';

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  /** The subject whose token is sent. Null sends no token. */
  readonly as?: string | null;
  readonly scope?: string;
}

export type Send = (method: string, path: string, sent?: Sent) => Promise<TestResponse>;

/** Creates a client for a server. The client throws if a response violates the contract. */
export function client(server: Pick<TestServer, 'url' | 'token'>): Send {
  return async (method, path, sent = {}) => {
    const { as = 'alice', scope, body, raw } = sent;
    const headers = new Headers();
    if (as !== null) headers.set('Authorization', `Bearer ${await server.token(as, scope)}`);
    if (body !== undefined) headers.set('Content-Type', defaultType(method));
    for (const [name, value] of Object.entries(sent.headers ?? {})) headers.set(name, value);
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));

    const response = await fetch(`${server.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(content === undefined ? {} : { body: content }),
    });
    const answer = readResponse(response.status, response.headers, await response.text());
    checkResponse(operationFor(method, path), method, answer);
    return answer;
  };
}

function defaultType(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}
