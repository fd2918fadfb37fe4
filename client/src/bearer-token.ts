/** A bearer token, or a function that returns one. */
export type TokenSource = string | (() => string | Promise<string>);

/** Provides a client's bearer token, and refreshes it. */
export interface BearerToken {
  /** Returns the token for the next attempt. Waits for a refresh in progress, and throws its error. */
  current(): Promise<string>;
  /**
   * Refreshes the token that the service rejected. Concurrent calls share one refresh, and a call whose token was
   * replaced in the meantime needs no refresh. Returns whether the request can be sent again.
   */
  refresh(rejected: string): Promise<boolean>;
}

/** Reads the token before each attempt, and refreshes it with `onUnauthorized`. */
export function bearerToken(
  token: TokenSource,
  onUnauthorized: (() => void | Promise<void>) | undefined,
): BearerToken {
  const read = async (): Promise<string> => (typeof token === 'string' ? token : token());
  let refresh: Promise<void> | undefined;
  return {
    async current() {
      await refresh;
      return read();
    },
    async refresh(rejected) {
      if (!onUnauthorized) return false;
      if (!refresh && (await read()) !== rejected) return true;
      refresh ??= (async () => onUnauthorized())().finally(() => (refresh = undefined));
      await refresh;
      return true;
    },
  };
}
