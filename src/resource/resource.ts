import type { Database } from '../database/database.ts';
import type { Storage } from '../database/storage.ts';
import type { Purge } from './changes/purge.ts';
import type { ChangeTables } from './changes/storage.ts';
import type { WakeUps } from './changes/wake-ups.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import type { Clock, Quotas } from './owner/account.ts';
import type { OwnerTables } from './owner/storage.ts';

/** The name and help text of a metric. */
export interface Metric {
  readonly name: string;
  readonly help: string;
}

export interface Counter {
  inc(): void;
}

/** How changes are kept and reported. */
export interface ChangeOptions {
  readonly wakeUps: WakeUps;
  /** Whether deleted items go into the trash. */
  readonly keepsDeleted: boolean;
}

/** What a resource adds to the service. src/resources.ts lists all resources. */
export interface Resource<Tables, Handlers, Event extends string, Gauge extends string> {
  readonly storage: Storage<Tables>;
  /** Counters of the events that the handlers report. */
  readonly counters: Readonly<Record<Event, Metric>>;
  /** Gauges of what is stored. */
  readonly gauges: Readonly<Record<Gauge, Metric>>;
  /** Reads the values of the gauges. Expensive reads are throttled. */
  readonly measure: (database: Database<Tables>, clock: Clock) => Promise<Readonly<Record<Gauge, number>>>;
  /** Creates the handlers, by operationId. */
  readonly handlers: (
    database: Database<Tables & IdempotencyTables & OwnerTables & ChangeTables>,
    counters: Readonly<Record<Event, Counter>>,
    quotas: Quotas,
    changes: ChangeOptions,
    clock: Clock,
  ) => Handlers;
  /** Purges the deletions of a resource whose changes are in the change feed. */
  readonly purge?: Purge;
}
