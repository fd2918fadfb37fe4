// Verifying a signature costs as much as the rest of a read, and a client sends the same token with every request. The
// users of valid tokens are therefore cached until the tokens expire, with the complete token as the key. Invalid tokens
// are not cached, so that they cannot evict valid ones.
import { LRUCache } from 'lru-cache';
import type { User } from '../contract/request.ts';

export interface TokenCacheLimits {
  readonly maxTokens: number;
  /** The total length of all cached tokens. */
  readonly maxCharacters: number;
}

export interface TokenCache {
  /** The user of a cached token, if the token has not expired. */
  get(token: string): User | undefined;
  set(token: string, user: User, expiresAtMs: number): void;
  clear(): void;
  readonly size: number;
}

/** Creates an empty cache. Above its limits, it evicts the least recently used tokens. */
export function createTokenCache({ maxTokens, maxCharacters }: TokenCacheLimits): TokenCache {
  const entries = new LRUCache<string, { readonly user: User; readonly expiresAtMs: number }>({
    max: maxTokens,
    maxSize: maxCharacters,
    sizeCalculation: (_entry, token) => token.length,
  });
  return {
    get(token) {
      const entry = entries.get(token);
      if (entry === undefined || Date.now() < entry.expiresAtMs) return entry?.user;
      entries.delete(token);
      return undefined;
    },
    set(token, user, expiresAtMs) {
      entries.set(token, { user, expiresAtMs });
    },
    clear() {
      entries.clear();
    },
    get size() {
      return entries.size;
    },
  };
}
