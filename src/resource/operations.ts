// The operations on one item of a resource. They return the responses of its handlers. Every write is one transaction:
// it reads the row, checks the preconditions and writes, so that concurrent changes are not lost.
import { isDeepStrictEqual } from 'node:util';
import { matchesEntityTag, permitsChange } from '../http/entity-tag.ts';
import type { Database, WriteOptions } from '../database/database.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import type { Queries } from '../database/storage.ts';
import type { Versioned } from './columns.ts';
import { creates } from './creates.ts';
import { keyedRequest } from './idempotency/keyed-request.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import { type Clock, QuotaExceeded, type Quotas } from './owner/account.ts';
import type { OwnerTables } from './owner/storage.ts';
import { createdAtOf } from './position.ts';
import {
  created,
  entityTag,
  notFound,
  ok,
  okOrNotModified,
  preconditionFailed,
  quotaExceeded,
} from './responses.ts';
import type { ResourceNames } from './responses.ts';

/** The rows of one owner in one transaction. */
export interface OwnerRows<Item, Fields> {
  find(id: string): Promise<Item | undefined>;
  insert(fields: Fields): Promise<Item>;
  /** Inserts several rows with few statements. */
  insertAll(fields: readonly Fields[]): Promise<Item[]>;
  /** Replaces the fields of a row that was read in this transaction. */
  save(current: Item, fields: Fields): Promise<Item>;
  /** Deletes a row that was read in this transaction. */
  remove(current: Item, isRestorable: boolean): Promise<void>;
}

/** Where the items of a resource are stored. */
export interface Repository<Tables, Item, Fields> {
  find(owner: string, id: string): Promise<Item | undefined>;
  /** Returns the item that a create with these fields produced. */
  created(id: string, createdAt: string, fields: Fields): Item;
  /** Binds the queries to a transaction and an owner. */
  within(trx: Queries<Tables>, owner: string): OwnerRows<Item, Fields>;
  /** Whether deleted items go into the trash. */
  readonly keepsDeleted: boolean;
}

/** Notified after a change has been committed. */
export interface Events<Item> {
  created(item: Item): void;
  changed(before: Item, after: Item): void;
  removed(item: Item): void;
}

/** The request headers that make a change conditional. */
export interface Preconditions {
  readonly 'If-Match'?: string;
  readonly 'If-None-Match'?: string;
}

/** Whether the preconditions permit a change to this version (RFC 9110, section 13.2.2). */
export function mayChange(preconditions: Preconditions, current: { readonly version: number }): boolean {
  const tag = entityTag(current);
  return (
    permitsChange(preconditions['If-Match'], tag) && !matchesEntityTag(preconditions['If-None-Match'], tag)
  );
}

/** Whether an item already has these values. */
export function hasFields(item: object, fields: object): boolean {
  const values = item as Readonly<Record<string, unknown>>;
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(value, values[name]));
}

/** Runs a write that only deletes. Moving an item to the trash frees no space, so a full database erases the item. */
export async function eraseIfFull<T>(
  keepsDeleted: boolean,
  write: (isRestorable: boolean, options?: WriteOptions) => Promise<T>,
): Promise<T> {
  const erase = () => write(false, { isDelete: true });
  if (!keepsDeleted) return await erase();
  return await write(true).catch((error: unknown) => {
    if (error instanceof DatabaseUnavailable && error.reason === 'full') return erase();
    throw error;
  });
}

/** The operations on one item. `database` also contains the tables of the idempotency keys and the owners. */
export function itemOperations<
  Tables,
  Item extends Versioned,
  Fields extends object,
  NotFound extends string,
>(
  database: Database<Tables & IdempotencyTables & OwnerTables>,
  repository: Repository<Tables, Item, Fields>,
  names: ResourceNames<NotFound>,
  events: Events<Item>,
  quotas: Quotas,
  clock: Clock = Date.now,
) {
  const { noun, path } = names;
  const create = creates<Tables, Item, Fields>(database, {
    account: (owner) => ({ owner, quotas, clock }),
    rowsOf: (trx, owner) => repository.within(trx, owner),
    restore: (id, fields) => repository.created(id, createdAtOf(id), fields),
  });

  /** Runs work. Returns a 409 response if it exceeds a quota. */
  async function withinQuotas<T>(work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof QuotaExceeded) return quotaExceeded(noun, error);
      throw error;
    }
  }

  return {
    /**
     * Reads an item. Returns 200, 304 if the client has the current version, 404, or 412 if `If-Match` does not list
     * the current version.
     */
    async read(owner: string, id: string, preconditions: Preconditions) {
      const item = await repository.find(owner, id);
      if (item === undefined) return notFound(names, id);
      if (!permitsChange(preconditions['If-Match'], entityTag(item))) return preconditionFailed(noun, item);
      return okOrNotModified(item, preconditions['If-None-Match']);
    },

    /**
     * Creates an item. Returns 201, 409 beyond a quota, or 422 if the `Idempotency-Key` was used for a different
     * request. A repeated request with the same key gets the response of the first.
     */
    async create(owner: string, fields: Fields, headers: { readonly 'Idempotency-Key'?: string }) {
      const key = headers['Idempotency-Key'];
      const keyed = key === undefined ? undefined : keyedRequest(key, JSON.stringify([path, fields]));
      return await withinQuotas(async () => {
        const outcome = await create(owner, { fields, keyed });
        if ('status' in outcome) return outcome;
        if (outcome.isNew) events.created(outcome.item);
        return created(path, outcome.item);
      });
    },

    /**
     * Changes an item to the fields that `change` returns. Returns 200, 404, 409 beyond a quota, or 412. A change that
     * alters no field is not written.
     */
    async change(owner: string, id: string, preconditions: Preconditions, change: (current: Item) => Fields) {
      return await withinQuotas(async () => {
        const [before, after] = await database.write(owner, async (trx) => {
          const rows = repository.within(trx, owner);
          const current = await rows.find(id);
          if (current === undefined || !mayChange(preconditions, current)) return [current, undefined];
          const fields = change(current);
          return [current, hasFields(current, fields) ? current : await rows.save(current, fields)];
        });
        if (before === undefined) return notFound(names, id);
        if (after === undefined) return preconditionFailed(noun, before);
        if (after !== before) events.changed(before, after);
        return ok(after);
      });
    },

    /** Deletes an item. Returns 204, 404 or 412. */
    async remove(owner: string, id: string, preconditions: Preconditions) {
      const [current, isRemoved] = await eraseIfFull(repository.keepsDeleted, (isRestorable, options) =>
        database.write(
          owner,
          async (trx): Promise<[Item | undefined, boolean]> => {
            const rows = repository.within(trx, owner);
            const found = await rows.find(id);
            if (found === undefined || !mayChange(preconditions, found)) return [found, false];
            await rows.remove(found, isRestorable);
            return [found, true];
          },
          options,
        ),
      );
      if (current === undefined) return notFound(names, id);
      if (!isRemoved) return preconditionFailed(noun, current);
      events.removed(current);
      return { status: 204 } as const;
    },
  };
}
