// The resources of the API. To add a resource, add it to this list.
import type { Database } from './database/database.ts';
import type { Intersection, TablesOf } from './database/storage.ts';
import type { ChangeTables } from './resource/changes/storage.ts';
import type { IdempotencyTables } from './resource/idempotency/storage.ts';
import type { OwnerTables } from './resource/owner/storage.ts';
import type { Counter, Metric } from './resource/resource.ts';
import { tasks } from './tasks/resource.ts';
import { webhooks } from './webhooks/resource.ts';

export const resources = [tasks, webhooks];

type Any = (typeof resources)[number];
type Handlers = Intersection<ReturnType<Any['handlers']>>;

/** The options of all resources' handlers. */
export type ResourceOptions = Intersection<Parameters<Any['handlers']>[2]>;

/** The handlers of all resources, by operationId. */
export function resourceHandlers(
  database: Database<TablesOf<Any['storage']> & IdempotencyTables & OwnerTables & ChangeTables>,
  addCounter: (metric: Metric) => Counter,
  options: ResourceOptions,
): Handlers {
  const handlers = resources.map((resource) => {
    const counters = Object.entries(resource.counters).map(([event, metric]) => [event, addCounter(metric)]);
    return resource.handlers(database, Object.fromEntries(counters) as never, options);
  });
  return Object.assign({}, ...handlers) as Handlers;
}
