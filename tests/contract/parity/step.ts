// The steps of the suite. Each is one HTTP request, which the mock and the service can both receive.
import type { OperationId } from '../../support/contract.ts';
import type { Ids } from '../../support/example-items.ts';

/** The values that a front end remembers between requests, as they are before the first response. */
export const emptyMemory = {
  /** By path parameter, the id of the item that was created last. */
  ids: {} as Ids,
  etag: '',
  cursor: '',
  next: '',
  since: '',
  contractTag: '',
};

export type Memory = typeof emptyMemory;

/** A request, with a user's token unless `as` is null. */
export interface StepRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The user whose token is sent, or `metrics` for the metrics token. Null sends no token. */
  readonly as?: string | null;
  readonly scope?: string;
}

/** A response, read to its end. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The state of the service that a step requires. The mock needs none, because it supports `Prefer`. */
export type ServiceState =
  'starting' | 'restored' | 'rate limit exceeded' | 'storage quota exceeded' | 'tables missing';

/** The user of the suite, the user who has used up the rate limit, and the holder of the metrics token. */
export const users = { consumer: 'consumer', rateLimited: 'rate-limited', metrics: 'metrics' } as const;

/** The network that has used up its rate limit. */
export const rateLimitedNetwork = '203.0.113.9';

/** One request of the suite, and the response that the contract documents for it. */
export interface Step {
  readonly name: string;
  /** Undefined for a request without an operation in the contract. */
  readonly operation?: OperationId;
  readonly status: number;
  /** The example that the mock returns, if it is not the first. */
  readonly example?: string;
  /** False for a request without `Prefer`, so that the mock must detect the error itself. */
  readonly prefer?: boolean;
  readonly state?: ServiceState;
  /** How long to wait for a response that may never come. */
  readonly timeoutMs?: number;
  readonly send: (memory: Memory) => StepRequest;
  readonly remember?: (response: TestResponse) => Partial<Memory>;
}
