// Verifying a signature costs as much as the rest of a request, and a client sends the same token with each. So the
// user of a token that was found good is remembered, by the whole token, until it expires. What is refused is not
// remembered, so strangers cannot fill the memory, and what they send is looked at anew each time.
import type { User } from '../contract/request.ts';

/** How much is remembered at most. */
export interface MemoryLimits {
  readonly tokens: number;
  /** Characters of all tokens together. */
  readonly characters: number;
}

export interface TokenMemory {
  /** The user of a token that is still good, or undefined. */
  get(token: string): User | undefined;
  /** Remembers the user of a token until a moment, in milliseconds since 1970. */
  set(token: string, user: User, until: number): void;
  clear(): void;
  readonly size: number;
}

/** A memory with nothing in it. Above its limits it forgets the token that it has known longest. */
export function tokenMemory(limits: MemoryLimits): TokenMemory {
  const known = new Map<string, { readonly user: User; readonly until: number }>();
  let characters = 0;

  function forget(token: string): void {
    if (known.delete(token)) characters -= token.length;
  }

  return {
    get(token) {
      const found = known.get(token);
      if (found === undefined) return undefined;
      if (Date.now() < found.until) return found.user;
      forget(token);
      return undefined;
    },
    set(token, user, until) {
      forget(token);
      known.set(token, { user, until });
      characters += token.length;
      for (const [oldest] of known) {
        if (known.size <= limits.tokens && characters <= limits.characters) break;
        forget(oldest);
      }
    },
    clear() {
      known.clear();
      characters = 0;
    },
    get size() {
      return known.size;
    },
  };
}
