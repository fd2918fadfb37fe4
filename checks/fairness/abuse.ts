// Starts the process of the hostile client.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Context } from './shapes.ts';

export interface Order {
  readonly url: string;
  /** The name of the shape. */
  readonly shape: string;
  readonly context: Context;
}

/** The outcomes of hostile requests: a status, the code of an error, or what happened to the connection. */
export type Counts = Readonly<Record<string, number>>;

/** Starts the hostile load. The result stops it, and returns what it received. */
export function startAbuse(order: Order): () => Promise<Counts> {
  const child = fork(fileURLToPath(new URL('abuser.ts', import.meta.url)));
  child.send(order);
  return async () => {
    const report = once(child, 'message');
    child.send('stop');
    const [counts] = (await report) as [Counts];
    return counts;
  };
}
