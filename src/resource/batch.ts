// Several creates, updates and deletes of an owner's items in one transaction. It is rolled back if one of them
// conflicts with the stored items, and the response lists all conflicts.
import type { Database, WriteOptions } from '../database/database.ts';
import type { Queries } from '../database/storage.ts';
import type { Versioned } from './columns.ts';
import { findResult, keyedRequest, type KeyedRequest, type KeyReused } from './idempotency/keyed-request.ts';
import { deleteExpired, saveRequest } from './idempotency/saved-requests.ts';
import type { IdempotencyTables } from './idempotency/storage.ts';
import { type Events, eraseIfFull, hasFields, type OwnerRows, type Repository } from './operations.ts';
import { type Account, QuotaExceeded, timeOf } from './owner/account.ts';
import type { OwnerTables } from './owner/storage.ts';
import { describeQuota } from './responses.ts';

/** An operation of a batch. `version` is the version that the item must have. */
export type BatchOperation<Item, Fields> =
  | { readonly type: 'create'; readonly fields: Fields }
  | {
      readonly type: 'update';
      readonly id: string;
      readonly version: number | undefined;
      readonly change: (current: Item) => Fields;
    }
  | { readonly type: 'delete'; readonly id: string; readonly version: number | undefined };

/** The result of an operation. */
export type OperationResult =
  | { readonly type: 'created' | 'updated'; readonly id: string; readonly version: number }
  | { readonly type: 'deleted'; readonly id: string };

/** A change that was written. `before` is undefined for a new item, `after` for a deleted one. */
interface Written<Item> {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** A conflict between an operation and the stored items, or an idempotency key beyond the quota. */
interface Conflict {
  readonly location: 'body' | 'header';
  readonly pointer?: string;
  readonly name?: string;
  readonly code: string;
  readonly detail: string;
}

/** Thrown to roll the transaction back. */
class BatchConflict extends Error {
  override readonly name = 'BatchConflict';
  readonly conflicts: readonly Conflict[];

  constructor(conflicts: readonly Conflict[]) {
    super('Operations in the batch conflict with the stored items');
    this.conflicts = conflicts;
  }
}

/** A batch of operations on one owner's items. */
export interface Batch<Item, Fields> {
  readonly operations: readonly BatchOperation<Item, Fields>[];
  readonly key: string | undefined;
  /** The path and the parsed body. Both must be the same in a repeated request with the same key. */
  readonly request: unknown;
}

/**
 * Creates the function that applies a batch. It returns 200, 409 with all conflicts, or 422 if the key was used for a
 * different request.
 */
export function batches<Tables, Item extends Versioned, Fields extends object>(
  database: Database<Tables & IdempotencyTables & OwnerTables>,
  repository: Repository<Tables, Item, Fields>,
  { noun, idProperty }: { readonly noun: string; readonly idProperty: string },
  events: Events<Item>,
  accountOf: (owner: string) => Account,
) {
  /** Applies the operations in order. Consecutive creates are inserted together. Throws `BatchConflict`. */
  async function apply(
    rows: OwnerRows<Item, Fields>,
    operations: readonly BatchOperation<Item, Fields>[],
    isRestorable: boolean,
  ): Promise<Written<Item>[]> {
    const written: Written<Item>[] = [];
    const conflicts: Conflict[] = [];
    const conflict = (index: number, property: string, code: string, detail: string): void => {
      conflicts.push({ location: 'body', pointer: `/operations/${index}${property}`, code, detail });
    };
    const exceed = (index: number, error: unknown): void => {
      if (!(error instanceof QuotaExceeded)) throw error;
      conflict(index, '', 'quotaExceeded', `exceeds the limit of ${describeQuota(noun, error)}`);
    };

    async function createAll(start: number, fields: readonly Fields[]): Promise<void> {
      try {
        for (const after of await rows.insertAll(fields)) written.push({ before: undefined, after });
      } catch (error) {
        const fitting = error instanceof QuotaExceeded ? error.fitting : 0;
        for (let index = fitting; index < fields.length; index += 1) exceed(start + index, error);
      }
    }

    async function change(
      index: number,
      operation: Exclude<BatchOperation<Item, Fields>, { type: 'create' }>,
    ): Promise<void> {
      const before = await rows.find(operation.id);
      if (before === undefined) {
        conflict(index, `/${idProperty}`, `${noun}NotFound`, `is not the id of one of your ${noun}s`);
      } else if (operation.version !== undefined && operation.version !== before.version) {
        conflict(index, '/version', 'versionMismatch', `is not the current version, ${before.version}`);
      } else if (operation.type === 'delete') {
        await rows.remove(before, isRestorable);
        written.push({ before, after: undefined });
      } else {
        const fields = operation.change(before);
        const after = hasFields(before, fields) ? before : await rows.save(before, fields);
        written.push({ before, after });
      }
    }

    for (let index = 0; index < operations.length;) {
      const operation = operations[index] as BatchOperation<Item, Fields>;
      if (operation.type === 'create') {
        const fields = leadingCreates(operations.slice(index));
        await createAll(index, fields);
        index += fields.length;
      } else {
        await change(index, operation).catch((error: unknown) => {
          exceed(index, error);
        });
        index += 1;
      }
    }
    if (conflicts.length > 0) throw new BatchConflict(conflicts);
    return written;
  }

  async function save(
    trx: Queries<IdempotencyTables & OwnerTables>,
    account: Account,
    { key, fingerprint }: KeyedRequest,
    written: readonly Written<Item>[],
    now: number,
  ): Promise<void> {
    const result = JSON.stringify(written.map(resultOf));
    try {
      await saveRequest(trx, account, key, { fingerprint, result }, now);
    } catch (error) {
      if (!(error instanceof QuotaExceeded)) throw error;
      const detail = `exceeds the limit of ${describeQuota(noun, error)}`;
      throw new BatchConflict([
        { location: 'header', name: 'Idempotency-Key', code: 'quotaExceeded', detail },
      ]);
    }
    await deleteExpired(trx, database.engine, now);
  }

  return async (owner: string, { operations, key, request }: Batch<Item, Fields>) => {
    const account = accountOf(owner);
    const keyed = key === undefined ? undefined : keyedRequest(key, JSON.stringify(request, sortProperties));
    const write = (isRestorable: boolean, options?: WriteOptions) =>
      database.write(
        owner,
        async (trx): Promise<string | KeyReused | Written<Item>[]> => {
          const now = timeOf(account);
          const earlier = keyed && (await findResult(trx, account, keyed, now));
          if (earlier !== undefined) return earlier;
          const written = await apply(repository.within(trx, owner), operations, isRestorable);
          if (keyed !== undefined) await save(trx, account, keyed, written, now);
          return written;
        },
        options,
      );
    try {
      const outcome = operations.every(({ type }) => type === 'delete')
        ? await eraseIfFull(repository.keepsDeleted, write)
        : await write(repository.keepsDeleted);
      if (typeof outcome === 'string') return { results: JSON.parse(outcome) as OperationResult[] };
      if ('status' in outcome) return outcome;
      for (const one of outcome) report(events, one);
      return { results: outcome.map(resultOf) };
    } catch (error) {
      if (error instanceof BatchConflict) return batchConflict(noun, error.conflicts);
      throw error;
    }
  };
}

/** Returns the fields of all creates before the first operation of a different type. */
function leadingCreates<Item, Fields>(operations: readonly BatchOperation<Item, Fields>[]): Fields[] {
  const fields: Fields[] = [];
  for (const operation of operations) {
    if (operation.type !== 'create') break;
    fields.push(operation.fields);
  }
  return fields;
}

function resultOf({ before, after }: Written<Versioned>): OperationResult {
  if (after === undefined) return { type: 'deleted', id: before?.id ?? '' };
  return { type: before === undefined ? 'created' : 'updated', id: after.id, version: after.version };
}

function report<Item>(events: Events<Item>, { before, after }: Written<Item>): void {
  if (before === undefined) {
    if (after !== undefined) events.created(after);
  } else if (after === undefined) events.removed(before);
  else if (after !== before) events.changed(before, after);
}

/** Returns a 409 response with all conflicts. */
function batchConflict(noun: string, conflicts: readonly Conflict[]) {
  const inBody = conflicts.filter(({ location }) => location === 'body').length;
  const subject =
    inBody === 0
      ? 'The key exceeds a quota.'
      : `${inBody} ${inBody === 1 ? 'operation conflicts' : 'operations conflict'} with the stored ${noun}s.`;
  return {
    status: 409,
    problem: {
      type: 'urn:problem-type:task-manager-api:batch-conflict',
      detail: `${subject} Nothing was changed.`,
      errors: [...conflicts],
    },
  } as const;
}

/** A replacer for `JSON.stringify` that sorts properties, because their order must not matter. */
function sortProperties(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
