// The operations on one item of a resource, as its handlers return them. Every write is one transaction: it reads the
// row, checks the preconditions and writes, so that concurrent changes are not lost.
import { matchesEntityTag, permitsChange } from '../http/entity-tag.ts';
import type { Database } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import type { Stored } from './columns.ts';
import { createOnce } from './idempotency/create-once.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import { created, entityTag, notFound, ok, okOrNotModified, preconditionFailed } from './responses.ts';
import type { ResourceNames } from './responses.ts';

/** The rows of one owner in one transaction. */
export interface OwnerRows<Item, Fields> {
  find(id: string): Promise<Stored<Item> | undefined>;
  insert(fields: Fields): Promise<Stored<Item>>;
  /** Replaces the fields of a row that was read in this transaction. */
  save(current: Stored<Item>, fields: Fields): Promise<Stored<Item>>;
  /** Deletes a row that was read in this transaction. */
  remove(current: Stored<Item>): Promise<void>;
}

/** Where the items of a resource are stored. */
export interface Repository<Tables, Item, Fields> {
  find(owner: string, id: string): Promise<Stored<Item> | undefined>;
  /** Binds a transaction and an owner. */
  within(trx: Queries<Tables>, owner: string): OwnerRows<Item, Fields>;
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

/** The operations on one item. `database` must have the tables of the resource and of the idempotency keys. */
export function itemOperations<Tables, Item extends { readonly id: string }, Fields, NotFound extends string>(
  database: Database<Tables & IdempotencyTables>,
  repository: Repository<Tables, Item, Fields>,
  names: ResourceNames<NotFound>,
  events: Events<Item>,
) {
  const { noun, path } = names;
  const respond = (stored: Stored<Item>) => created(path, stored);
  return {
    /** 200 or 304. */
    async read(owner: string, id: string, headers: { readonly 'If-None-Match'?: string }) {
      const stored = await repository.find(owner, id);
      return stored === undefined ? notFound(names, id) : okOrNotModified(stored, headers['If-None-Match']);
    },

    /** 201. With an `Idempotency-Key`, a repeated request gets the response of the first. */
    async create(owner: string, fields: Fields, headers: { readonly 'Idempotency-Key'?: string }) {
      const key = headers['Idempotency-Key'];
      const insert = (trx: Queries<Tables>) => repository.within(trx, owner).insert(fields);
      if (key === undefined) {
        const stored = await database.write(owner, insert);
        events.created(stored.item);
        return respond(stored);
      }
      const request = [path, fields];
      const { response, stored } = await createOnce(database, owner, key, { request, insert, respond });
      if (stored !== undefined) events.created(stored.item);
      return response;
    },

    /** 200, with the fields that `change` returns. */
    async change(owner: string, id: string, preconditions: Preconditions, change: (current: Item) => Fields) {
      const [before, after] = await database.write(owner, async (trx) => {
        const rows = repository.within(trx, owner);
        const current = await rows.find(id);
        if (current === undefined || !mayChange(preconditions, current)) return [current, undefined];
        return [current, await rows.save(current, change(current.item))];
      });
      if (before === undefined) return notFound(names, id);
      if (after === undefined) return preconditionFailed(noun, before);
      events.changed(before.item, after.item);
      return ok(after);
    },

    /** 204. */
    async remove(owner: string, id: string, preconditions: Preconditions) {
      const [current, isRemoved] = await database.write(owner, async (trx) => {
        const rows = repository.within(trx, owner);
        const found = await rows.find(id);
        if (found === undefined || !mayChange(preconditions, found)) return [found, false];
        await rows.remove(found);
        return [found, true];
      });
      if (current === undefined) return notFound(names, id);
      if (!isRemoved) return preconditionFailed(noun, current);
      events.removed(current.item);
      return { status: 204 } as const;
    },
  };
}
