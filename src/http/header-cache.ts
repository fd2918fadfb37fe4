// Node checks every character of each header's name and value, and lower-cases the name, for every response. The names are
// the same in all responses, and so are half of the values, so results are cached. Node also stores headers in an object
// without a prototype, which V8 implements as a slow hash table. This costs 40 lines and a dependency on one of Node's
// internal symbols. It saves 5% of the CPU time of a read.
import { OutgoingMessage, validateHeaderValue } from 'node:http';
import type { ServerResponse } from 'node:http';

interface CachedHeader {
  /** The name in lower case. */
  readonly key: string;
  /** The last valid value. */
  value: unknown;
}

/** All names come from this program. The limit protects the cache in case a name ever comes from elsewhere. */
const maxNames = 100;

/** Headers by key. Has no inherited properties, like an object without a prototype. */
class Headers {
  readonly [key: string]: readonly [name: string, value: unknown];
}
Reflect.deleteProperty(Headers.prototype, 'constructor');
Object.setPrototypeOf(Headers.prototype, null);

/** Replaces `setHeader` of a response class, unless Node stores headers under another symbol. */
export function cacheHeaders({ prototype }: { readonly prototype: ServerResponse }): void {
  const storage = Object.getOwnPropertySymbols(new OutgoingMessage()).find(
    ({ description }) => description === 'kOutHeaders',
  );
  if (storage === undefined) return;
  const cache = new Map<string, CachedHeader>();
  const { setHeader } = prototype as Pick<ServerResponse, 'setHeader'>;

  prototype.setHeader = function (
    this: ServerResponse & Record<symbol, Record<string, unknown> | null>,
    name,
    value,
  ) {
    const cached = cache.get(name);
    if (cached === undefined || typeof value === 'object' || this.headersSent) {
      setHeader.call(this, name, value);
      if (cache.size < maxNames) cache.set(name, { key: name.toLowerCase(), value: '' });
      return this;
    }
    if (value !== cached.value) {
      validateHeaderValue(name, value as string);
      cached.value = value;
    }
    (this[storage] ??= new Headers())[cached.key] = [name, value];
    return this;
  };
}
