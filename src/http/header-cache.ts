// Node looks at each letter of each header's name and value, and writes the name in small letters, for each answer anew.
// Here the names are the same in all answers, and so are half of the values: what was found good once is not looked at
// again. And Node keeps an answer's headers in an object without a prototype, which V8 makes a hash table of.
import { OutgoingMessage, validateHeaderValue } from 'node:http';
import type { ServerResponse } from 'node:http';

interface Known {
  /** The name as Node has it for a key. */
  readonly key: string;
  /** The last value that was found good. */
  value: unknown;
}

/** Names are the program's own; should one come from elsewhere, there is an end to them. */
const mostNames = 100;

/** Headers by their keys. As in an object without a prototype, nothing is found in it but what was put there. */
class Headers {
  readonly [key: string]: readonly [name: string, value: unknown];
}
Reflect.deleteProperty(Headers.prototype, 'constructor');
Object.setPrototypeOf(Headers.prototype, null);

/** Gives the responses of a class a quicker `setHeader`, unless Node keeps headers elsewhere. */
export function quickenHeaders({ prototype }: { readonly prototype: ServerResponse }): void {
  const place = Object.getOwnPropertySymbols(new OutgoingMessage()).find(
    ({ description }) => description === 'kOutHeaders',
  );
  if (place === undefined) return;
  const known = new Map<string, Known>();
  const { setHeader } = prototype as Pick<ServerResponse, 'setHeader'>;

  prototype.setHeader = function (
    this: ServerResponse & Record<symbol, Record<string, unknown> | null>,
    name,
    value,
  ) {
    const before = known.get(name);
    if (before === undefined || typeof value === 'object' || this.headersSent) {
      setHeader.call(this, name, value);
      if (known.size < mostNames) known.set(name, { key: name.toLowerCase(), value: '' });
      return this;
    }
    if (value !== before.value) {
      validateHeaderValue(name, value as string);
      before.value = value;
    }
    (this[place] ??= new Headers())[before.key] = [name, value];
    return this;
  };
}
