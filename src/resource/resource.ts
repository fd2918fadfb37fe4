import type { Database } from '../database/database.ts';
import type { Storage } from '../database/storage.ts';
import type { Purged, PurgeTimes } from './changes/purge.ts';
import type { ChangeTables } from './changes/storage.ts';
import type { WakeUps } from './changes/wake-ups.ts';
import type { Publish } from './events.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import type { Clock, Quotas } from './owner/account.ts';
import type { OwnerTables } from './owner/storage.ts';
import type { Transfer } from './transfer.ts';

/** The name and help text of a metric. */
export interface Metric {
  readonly name: string;
  readonly help: string;
}

export interface Counter {
  inc(): void;
}

/** The options that the handlers of every resource receive. */
export interface HandlerOptions {
  readonly quotas: Quotas;
  readonly clock: Clock;
  readonly changes: ChangeOptions;
}

/** How deleted items are kept and changes are reported. */
export interface ChangeOptions {
  readonly wakeUps: WakeUps;
  /** Whether deleted items go into the trash. */
  readonly keepsDeleted: boolean;
  readonly publish?: Publish;
}

/** Stored data from before these times is purged. */
export interface RetentionTimes extends PurgeTimes {
  readonly deliveries: Date;
}

/** The numbers of purged rows. */
export interface PurgedRows extends Purged {
  /** Webhook deliveries. */
  readonly deliveries: number;
}

/** The tables of a resource, and those that all resources share. */
export type ResourceDatabase<Tables> = Database<Tables & IdempotencyTables & OwnerTables & ChangeTables>;

/** What a resource adds to the service. src/resources.ts lists all resources. `Options` are its handlers' options. */
export interface Resource<Tables, Handlers, Event extends string, Gauge extends string, Options> {
  readonly storage: Storage<Tables>;
  /** Counters of the events that the handlers report. */
  readonly counters: Readonly<Record<Event, Metric>>;
  /** Gauges of the stored data. */
  readonly gauges: Readonly<Record<Gauge, Metric>>;
  /** Reads the values of the gauges. Expensive reads are throttled. */
  readonly measure: (database: Database<Tables>, clock: Clock) => Promise<Readonly<Record<Gauge, number>>>;
  /** Creates the handlers, by operationId. */
  readonly handlers: (
    database: ResourceDatabase<Tables>,
    counters: Readonly<Record<Event, Counter>>,
    options: Options,
  ) => Handlers;
  /**
   * Erases an owner's items and the data that belongs to them, in short transactions. Returns the number of erased
   * items. Afterwards, the command `erase-owner` deletes the owner's rows in all tables that a storage lists and that
   * have an `owner` column.
   */
  readonly eraseOwner: (database: ResourceDatabase<Tables>, owner: string) => Promise<number>;
  /** How the commands `export` and `import` transfer the items. */
  readonly transfer: Transfer<Tables>;
  /** Purges data that is stored for a limited time. */
  readonly purge?: (
    database: ResourceDatabase<Tables>,
    before: RetentionTimes,
  ) => Promise<Partial<PurgedRows>>;
}
