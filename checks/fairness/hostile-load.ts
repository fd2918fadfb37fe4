// Starts the hostile client (hostile-client.ts) in a separate process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Context } from './load-shapes.ts';

export interface Order {
  readonly url: string;
  /** The name of the load shape. */
  readonly shape: string;
  readonly context: Context;
}

/**
 * The number of hostile requests by outcome. An outcome is a status, an error code, or what happened to the connection.
 */
export type Counts = Readonly<Record<string, number>>;

/** Starts the hostile load. Returns a function that stops it and resolves to its outcomes. */
export function startHostileLoad(order: Order): () => Promise<Counts> {
  const child = fork(fileURLToPath(new URL('hostile-client.ts', import.meta.url)));
  child.send(order);
  return async () => {
    const report = once(child, 'message');
    child.send('stop');
    const [counts] = (await report) as [Counts];
    return counts;
  };
}
