// Records the changes of the writers and the requests to the receivers, and compares them.
import type { components } from '../../generated/openapi.ts';

type Task = components['schemas']['Task'];

/** An event as a receiver gets it. */
export interface Event {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly task: Task };
}

/** A request that a receiver got. */
export interface Arrival {
  /** The name of the webhook. */
  readonly webhook: string;
  /** The `webhook-id`. */
  readonly id: string;
  readonly body: string;
  readonly event: Event;
  /** Whether the receiver has confirmed the event. */
  readonly isConfirmed: boolean;
  /** The time of arrival, in milliseconds since 1970. */
  readonly at: number;
}

/** Returns a key for the event of a change. Each version of a task has one event, and its deletion has one. */
export function keyOf(type: string, { id, version }: Pick<Task, 'id' | 'version'>): string {
  return `${type === 'task.deleted' ? 'deleted' : 'version'} ${id} ${version}`;
}

/** The changes of one user. */
export interface Ledger {
  /** The events of the changes that the service has acknowledged. */
  readonly acknowledged: Set<string>;
  /** The number of changes without a response, which may or may not have been committed. */
  unknown: number;
  /** The number of transactions that the service has rolled back. */
  rolledBack: number;
}

/** The title of all tasks whose transaction is rolled back. */
export const ROLLED_BACK = 'Rolled back';

/** Statistics on the requests that arrived at one webhook. */
export interface Figures {
  readonly requests: number;
  readonly events: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** Compares the arrivals at a webhook with the ledger and the stored versions of the tasks. Returns the errors. */
export function verify(
  name: string,
  { acknowledged }: Ledger,
  arrivals: readonly Arrival[],
  stored: ReadonlyMap<string, number>,
): { errors: string[]; figures: Figures } {
  const errors: string[] = [];
  const confirmed = new Set<string>();
  const ids = new Map<string, string>();
  const bodies = new Map<string, string>();
  const newest = new Map<string, number>();
  const delays: number[] = [];
  let outOfOrder = 0;
  for (const { id, body, event, isConfirmed, at } of arrivals) {
    const { task } = event.data;
    const key = keyOf(event.type, task);
    if ((ids.get(key) ?? id) !== id) errors.push(`${name}: ${key} has two ids: ${ids.get(key)} and ${id}`);
    if ((bodies.get(id) ?? body) !== body) errors.push(`${name}: ${id} has two bodies`);
    if (task.title === ROLLED_BACK)
      errors.push(`${name}: an event was sent for ${key}, which was rolled back`);
    if ((stored.get(task.id) ?? 0) < task.version)
      errors.push(`${name}: an event was sent for ${key}, which is not stored`);
    if (!ids.has(key) && task.version < (newest.get(task.id) ?? 0)) outOfOrder += 1;
    ids.set(key, id);
    bodies.set(id, body);
    newest.set(task.id, Math.max(task.version, newest.get(task.id) ?? 0));
    if (isConfirmed && !confirmed.has(key)) delays.push(at - Date.parse(event.timestamp));
    if (isConfirmed) confirmed.add(key);
  }
  const lost = [...acknowledged].filter((key) => !confirmed.has(key));
  if (lost.length > 0) errors.push(`${name}: ${lost.length} events were lost, for example ${lost[0]}`);
  delays.sort((one, other) => one - other);
  return {
    errors: errors.slice(0, 10),
    figures: {
      requests: arrivals.length,
      events: ids.size,
      duplicates: arrivals.filter(({ isConfirmed }) => isConfirmed).length - confirmed.size,
      outOfOrder,
      medianMs: delays[Math.floor(delays.length / 2)] ?? 0,
      slowestMs: delays.at(-1) ?? 0,
    },
  };
}
