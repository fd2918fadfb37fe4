// Creates items, with or without an `Idempotency-Key`. On PostgreSQL, the creates of one owner that wait at the same
// time form one transaction with few statements. Otherwise, each create would wait for the commit of the previous one,
// because the writes of an owner are serialized. On SQLite, group commit already combines the writes of all owners.
import type { Database } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import { findResult, type KeyedRequest, type KeyReused } from './idempotency/keyed-request.ts';
import { deleteExpired, saveRequest } from './idempotency/saved-requests.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import { type Account, QuotaExceeded, timeOf } from './owner/account.ts';
import type { OwnerTables } from './owner/storage.ts';
import { textLength } from './text-length.ts';

/** The maximum number of creates in a group. Each of them waits for the whole group. */
const MAX_GROUP_SIZE = 100;
/** The maximum number of characters in a group. Splitting so many into words blocks the event loop for about 5 ms. */
const MAX_GROUP_CHARACTERS = 15_000;

/** An item to create. */
export interface NewItem<Fields> {
  readonly fields: Fields;
  readonly keyed: KeyedRequest | undefined;
}

/** A created item. `isNew` is false for a repeated request. */
export interface Created<Item> {
  readonly item: Item;
  readonly isNew: boolean;
}

/** Inserts an owner's items. */
interface Rows<Item, Fields> {
  insert(fields: Fields): Promise<Item>;
  insertAll(fields: readonly Fields[]): Promise<Item[]>;
}

/** How a resource creates items. */
export interface CreateOptions<Tables, Item, Fields> {
  readonly account: (owner: string) => Account;
  readonly rowsOf: (trx: Queries<Tables>, owner: string) => Rows<Item, Fields>;
  /** Returns the item that a create with these fields produced. */
  readonly restore: (id: string, fields: Fields) => Item;
}

interface Waiting<Item, Fields> extends NewItem<Fields> {
  readonly resolve: (outcome: Created<Item> | KeyReused) => void;
  readonly reject: (error: unknown) => void;
}

/** Creates the function that creates an owner's items. It throws `QuotaExceeded`. */
export function creates<Tables, Item extends { readonly id: string }, Fields extends object>(
  database: Database<Tables & IdempotencyTables & OwnerTables>,
  { account: accountOf, rowsOf, restore }: CreateOptions<Tables, Item, Fields>,
) {
  /** Each owner's latest group, until its transaction begins. */
  const open = new Map<string, Waiting<Item, Fields>[]>();

  /** Inserts the items that fit in the quotas, in order. */
  async function insertFitting(
    rows: Rows<Item, Fields>,
    fields: readonly Fields[],
  ): Promise<(Item | QuotaExceeded)[]> {
    if (fields.length === 0) return [];
    try {
      return await rows.insertAll(fields);
    } catch (error) {
      if (!(error instanceof QuotaExceeded)) throw error;
      const [fitting, others] = [fields.slice(0, error.fitting), fields.slice(error.fitting + 1)];
      return [...(await insertFitting(rows, fitting)), error, ...(await insertFitting(rows, others))];
    }
  }

  /** Creates the items in one transaction. No two of them have the same key. */
  async function createAll(
    trx: Queries<Tables & IdempotencyTables & OwnerTables>,
    owner: string,
    group: readonly NewItem<Fields>[],
  ): Promise<(Created<Item> | KeyReused | QuotaExceeded)[]> {
    const account = accountOf(owner);
    const now = timeOf(account);
    const earlier: (string | KeyReused | undefined)[] = [];
    for (const { keyed } of group) earlier.push(keyed && (await findResult(trx, account, keyed, now)));
    const items = group.filter((_, index) => earlier[index] === undefined);
    const rows = rowsOf(trx, owner);
    const [first] = group;
    const inserted =
      group.length === 1 && items.length === 1 && first !== undefined
        ? [await rows.insert(first.fields)]
        : await insertFitting(
            rows,
            items.map(({ fields }) => fields),
          );
    for (const [index, { keyed }] of items.entries()) {
      const item = inserted[index] as Item | QuotaExceeded;
      if (keyed === undefined || item instanceof QuotaExceeded) continue;
      await saveRequest(trx, account, keyed.key, { ...keyed, result: item.id }, now);
    }
    if (items.some(({ keyed }) => keyed !== undefined)) await deleteExpired(trx, database.engine, now);
    const next = inserted.values();
    return group.map(({ fields }, index) => {
      const found = earlier[index];
      if (found === undefined) {
        const item = next.next().value as Item | QuotaExceeded;
        return item instanceof QuotaExceeded ? item : { item, isNew: true };
      }
      return typeof found === 'string' ? { item: restore(found, fields), isNew: false } : found;
    });
  }

  async function writeGroup(owner: string, group: readonly Waiting<Item, Fields>[]): Promise<void> {
    try {
      const outcomes = await database.write(owner, (trx) => {
        if (open.get(owner) === group) open.delete(owner);
        return createAll(trx, owner, group);
      });
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index] as Created<Item> | KeyReused | QuotaExceeded;
        if (outcome instanceof QuotaExceeded) reject(outcome);
        else resolve(outcome);
      }
    } catch (error) {
      if (open.get(owner) === group) open.delete(owner);
      // The idempotency keys of the group exceed their quota. Runs each create alone, because some may have no key or
      // replace an expired one.
      if (error instanceof QuotaExceeded && group.length > 1)
        for (const one of group) void writeGroup(owner, [one]);
      else for (const { reject } of group) reject(error);
    }
  }

  function isOpen(group: readonly Waiting<Item, Fields>[], { keyed, fields }: NewItem<Fields>): boolean {
    const characters = group.reduce((sum, other) => sum + textLength(other.fields), textLength(fields));
    return (
      group.length < MAX_GROUP_SIZE &&
      characters <= MAX_GROUP_CHARACTERS &&
      (keyed === undefined || group.every((other) => other.keyed?.key !== keyed.key))
    );
  }

  async function createInGroup(owner: string, item: NewItem<Fields>): Promise<Created<Item> | KeyReused> {
    return await new Promise((resolve, reject) => {
      const waiting = { ...item, resolve, reject };
      const group = open.get(owner);
      if (group !== undefined && isOpen(group, item)) {
        group.push(waiting);
        return;
      }
      const started = [waiting];
      open.set(owner, started);
      void writeGroup(owner, started);
    });
  }

  async function createAlone(owner: string, item: NewItem<Fields>): Promise<Created<Item> | KeyReused> {
    const [created] = await database.write(owner, (trx) => createAll(trx, owner, [item]));
    return created as Created<Item>;
  }

  return database.engine === 'postgres' ? createInGroup : createAlone;
}
