// The properties that the pipeline adds to a request. Each property is set once, by the stage that determines it.
import type { RequestCost } from '../http/request-cost.ts';
import type { Operation } from './operation.ts';

/** The caller, from the token. */
export interface User {
  readonly sub: string;
  readonly scopes: ReadonlySet<string>;
}

/** Lets the handler of a long poll wait for a change. */
export interface LongPoll {
  /** Aborted when the client disconnects. */
  readonly disconnected: AbortSignal;
  /** Waits for a change. The wait counts toward neither the latency nor the cost of the request. */
  wait<T>(work: () => Promise<T>): Promise<T>;
  /** How long the handler has waited. */
  readonly waitedMs: number;
}

/** Parameters after validation. */
export interface Validated {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Header parameters by lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to extend Express's request type
  namespace Express {
    interface Request {
      /** Identifies the request in the log and in `X-Request-Id`. */
      requestId: string;
      /** What the request has cost so far. */
      cost: RequestCost;
      /** The operation of the contract. A HEAD request has the operation of GET. */
      operation?: Operation;
      /** The values of the path parameters as sent: percent-encoded and unchecked. */
      pathParameters?: Readonly<Record<string, string>>;
      /** The body's media type, in the contract's spelling. If there is no body, the first one that the contract allows. */
      mediaType?: string | undefined;
      /** The media type of a successful response, chosen by `Accept`. */
      responseType?: string | undefined;
      /** The parameters, checked and converted. */
      validated?: Validated;
      /** The caller, where the operation requires one. */
      user?: User;
      /** The type of the problem that the response contains. */
      problemType?: string;
      /** Set by the stage that calls the handler, for a long poll. */
      longPoll?: LongPoll;
    }
  }
}
