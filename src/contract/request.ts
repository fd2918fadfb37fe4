// What the pipeline knows of a request on its way, each part set once by the middleware that finds it out.
import type { Operation } from './document.ts';

/** Who is calling: the token's subject, and what the token allows. */
export interface User {
  readonly sub: string;
  readonly scopes: ReadonlySet<string>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the one way to add to Express's own request type
  namespace Express {
    interface Request {
      /** Names the request in the log and in the answer's `X-Request-Id`. */
      requestId: string;
      /** The contract's operation, once found. For a HEAD it is that of the GET. */
      operation?: Operation;
      /** Who is calling, where the operation wants to know. */
      user?: User;
    }
  }
}
