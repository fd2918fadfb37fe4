// What the suite is made of: steps, one request each, in the words of HTTP and of nothing else, so that the mock and
// the service can be asked the same.
import type { OperationId } from '../../support/contract.ts';

/** What a front end keeps from one response for a later request. */
export type Memory = Record<'location' | 'etag' | 'cursor' | 'next' | 'contractTag', string>;

/** A request, with a token of somebody unless `as` is null. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whose token is sent: a user's, or the one for the metrics; null sends none. */
  readonly as?: string | null;
  readonly scope?: string;
}

/** A response, read to its end. */
export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What the service has to be in for a step to come about. The mock needs none: there is `Prefer`. */
export type Situation = 'starting' | 'locked' | 'out of quota' | 'out of storage' | 'without its tables';

/** The user of the suite, and the one who has used up the rate limit. */
export const users = { consumer: 'consumer', hasty: 'hasty', metrics: 'metrics' } as const;

/** One request of the suite, and the response that the contract documents for it. */
export interface Step {
  readonly name: string;
  /** Undefined for what the contract has no operation for. */
  readonly operation?: OperationId;
  readonly status: number;
  /** The example that the mock gives, when it is not the first. */
  readonly example?: string;
  /** False for a request as somebody sends it who does not know that it will fail. */
  readonly prefer?: boolean;
  readonly situation?: Situation;
  /** Sends the request twice at once; the response that comes first is the step's. */
  readonly twice?: boolean;
  /** How long a response is waited for that may never come. */
  readonly patienceMs?: number;
  readonly send: (memory: Memory) => Sent;
  readonly remember?: (response: TestResponse) => Partial<Memory>;
}
