// What the pipeline knows of a request on its way, each part set once by the middleware that finds it out.
import type { Operation } from './document.ts';

/** Who is calling: the token's subject, and what the token allows. */
export interface User {
  readonly sub: string;
  readonly scopes: ReadonlySet<string>;
}

/** Parameters that keep the contract. */
export interface Validated {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the one way to add to Express's own request type
  namespace Express {
    interface Request {
      /** Names the request in the log and in the answer's `X-Request-Id`. */
      requestId: string;
      /** The contract's operation, once found. For a HEAD it is that of the GET. */
      operation?: Operation;
      /** The values of the path template's parameters, as they were sent: percent-encoded and unchecked. */
      pathParameters?: Readonly<Record<string, string>>;
      /** The parameters as the validator has checked and converted them. */
      validated?: Validated;
      /** Who is calling, where the operation wants to know. */
      user?: User;
    }
  }
}
