// The operations on one item of a resource, as its handlers return them. Every write is one transaction: it reads the
// row, checks the preconditions and writes, so that concurrent changes are not lost.
import { isDeepStrictEqual } from 'node:util';
import { matchesEntityTag, permitsChange } from '../http/entity-tag.ts';
import type { Database } from '../database/database.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import type { Queries } from '../database/storage.ts';
import type { Versioned } from './columns.ts';
import { createOnce } from './idempotency/create-once.ts';
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
  /** Replaces the fields of a row that was read in this transaction. */
  save(current: Item, fields: Fields): Promise<Item>;
  /** Deletes a row that was read in this transaction. */
  remove(current: Item, isRestorable: boolean): Promise<void>;
}

/** Where the items of a resource are stored. */
export interface Repository<Tables, Item, Fields> {
  find(owner: string, id: string): Promise<Item | undefined>;
  /** The item that a create with these fields produced. */
  created(id: string, createdAt: string, fields: Fields): Item;
  /** Binds the queries to a transaction and an owner. */
  within(trx: Queries<Tables>, owner: string): OwnerRows<Item, Fields>;
  /** Whether deleted items go into the trash. */
  readonly keepsDeleted: boolean;
}

/** Notified after the commit of a change. */
export interface Events<Item> {
  created(item: Item): void;
  changed(before: Item, after: Item): void;
  removed(item: Item): void;
}

/** The headers of a request that make a change conditional. */
export interface Preconditions {
  readonly 'If-Match'?: string;
  readonly 'If-None-Match'?: string;
}

/** Whether the preconditions permit a change of this version (RFC 9110, section 13.2.2). */
export function mayChange(preconditions: Preconditions, current: { readonly version: number }): boolean {
  const tag = entityTag(current);
  return (
    permitsChange(preconditions['If-Match'], tag) && !matchesEntityTag(preconditions['If-None-Match'], tag)
  );
}

/** Whether an item has these values already. */
function hasFields(item: object, fields: object): boolean {
  const values = item as Readonly<Record<string, unknown>>;
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(value, values[name]));
}

/** The operations on one item. `database` must have the tables of the resource and of the idempotency keys. */
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
  const respond = (item: Item) => created(path, item);

  /** 409 if the work exceeds a quota. */
  async function withinQuotas<T>(work: () => Promise<T>) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof QuotaExceeded) return quotaExceeded(noun, error);
      throw error;
    }
  }

  return {
    /** 200 or 304, or 412 if `If-Match` does not list the current version. */
    async read(owner: string, id: string, preconditions: Preconditions) {
      const item = await repository.find(owner, id);
      if (item === undefined) return notFound(names, id);
      if (!permitsChange(preconditions['If-Match'], entityTag(item))) return preconditionFailed(noun, item);
      return okOrNotModified(item, preconditions['If-None-Match']);
    },

    /** 201, or 409 beyond a quota. With an `Idempotency-Key`, a repeated request gets the response of the first. */
    async create(owner: string, fields: Fields, headers: { readonly 'Idempotency-Key'?: string }) {
      const key = headers['Idempotency-Key'];
      const insert = (trx: Queries<Tables>) => repository.within(trx, owner).insert(fields);
      return await withinQuotas(async () => {
        if (key === undefined) {
          const item = await database.write(owner, insert);
          events.created(item);
          return respond(item);
        }
        const { response, item } = await createOnce(database, { owner, quotas, clock }, key, {
          request: [path, fields],
          insert,
          restore: (id) => repository.created(id, createdAtOf(id), fields),
          respond,
        });
        if (item !== undefined) events.created(item);
        return response;
      });
    },

    /** 200, with the fields that `change` returns, or 409 beyond a quota. A change that changes nothing is not written. */
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

    /** 204. */
    async remove(owner: string, id: string, preconditions: Preconditions) {
      const remove =
        (isRestorable: boolean) =>
        async (trx: Queries<Tables>): Promise<[Item | undefined, boolean]> => {
          const rows = repository.within(trx, owner);
          const found = await rows.find(id);
          if (found === undefined || !mayChange(preconditions, found)) return [found, false];
          await rows.remove(found, isRestorable);
          return [found, true];
        };
      const erase = () => database.write(owner, remove(false), { isDelete: true });
      // Moving an item to the trash frees no space, so a full database erases it instead.
      const eraseIfFull = (error: unknown) => {
        if (error instanceof DatabaseUnavailable && error.reason === 'full') return erase();
        throw error;
      };
      const [current, isRemoved] = repository.keepsDeleted
        ? await database.write(owner, remove(true)).catch(eraseIfFull)
        : await erase();
      if (current === undefined) return notFound(names, id);
      if (!isRemoved) return preconditionFailed(noun, current);
      events.removed(current);
      return { status: 204 } as const;
    },
  };
}
