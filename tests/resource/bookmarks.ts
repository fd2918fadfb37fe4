// A second resource that uses src/resource. It shows what a resource must define itself.
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import type { Queries, Storage } from '../../src/database/storage.ts';
import {
  type ColumnsOf,
  fieldsOf,
  type FieldsOf,
  jsonList,
  optionalDateTime,
  plain,
} from '../../src/resource/columns.ts';
import type { IdempotencyTables } from '../../src/resource/idempotency/storage.ts';
import { bindComparisons, pageReader, passes } from '../../src/resource/list.ts';
import { type Quotas, unlimited } from '../../src/resource/owner/account.ts';
import type { OwnerTables } from '../../src/resource/owner/storage.ts';
import { itemOperations, type OwnerRows, type Repository } from '../../src/resource/operations.ts';
import { byPosition, ordersOf } from '../../src/resource/order.ts';
import { resourceTable, type TableOf } from '../../src/resource/table.ts';
import { isTimestamp } from '../../src/resource/timestamp.ts';
import { storages } from '../../src/storage.ts';
import { engine } from '../support/engine.ts';
import { atEnd } from '../support/temporary-database.ts';

export interface Bookmark {
  id: string;
  url: string;
  visits: number | null;
  labels: string[];
  readAt: string | null;
  createdAt: string;
  updatedAt: string;
  version: number;
}

export const columns = {
  id: { name: 'id', codec: plain<string>() },
  url: { name: 'url', codec: plain<string>(), isWritable: true },
  visits: { name: 'visits', codec: plain<number | null>(), isWritable: true, default: null },
  labels: { name: 'labels', codec: jsonList<string>(), isWritable: true, default: [] },
  readAt: { name: 'read_at', codec: optionalDateTime, isWritable: true, default: null },
  createdAt: { name: 'created_at', codec: plain<string>() },
  updatedAt: { name: 'updated_at', codec: plain<string>() },
  version: { name: 'version', codec: plain<number>() },
} as const satisfies ColumnsOf<Bookmark>;

export type BookmarkFields = FieldsOf<typeof columns>;
export const fields = fieldsOf(columns);

export interface BookmarkTables {
  bookmark: TableOf<typeof columns>;
}
export type BookmarkDatabase = Database<BookmarkTables & IdempotencyTables & OwnerTables>;

const timestamp = { sqlite: 'text', postgres: 'timestamptz(3)' };

function migration(name: 'sqlite' | 'postgres') {
  return {
    serves: '1.0.0',
    up: async (db: Kysely<unknown>) => {
      await sql
        .raw(
          `create table bookmark (position bigint primary key, owner text not null, id text not null, url text not null,
            visits integer, labels text not null, read_at ${timestamp[name]}, created_at ${timestamp[name]} not null,
            updated_at ${timestamp[name]} not null, version integer not null)`,
        )
        .execute(db);
    },
  };
}

const storage: Storage<BookmarkTables> = {
  tables: ['bookmark'],
  migrations: {
    sqlite: { 'bookmarks/0001-initial': migration('sqlite') },
    postgres: { 'bookmarks/0001-initial': migration('postgres') },
  },
};

const table = resourceTable('bookmark', columns);

export const orders = ordersOf({
  created: byPosition,
  read: { column: 'read_at', property: 'readAt', isValue: isTimestamp, isNullable: true },
  visits: {
    column: 'visits',
    property: 'visits',
    isValue: (value) => typeof value === 'number',
    isNullable: true,
  },
});

function ownerBookmarks(
  trx: Queries<BookmarkTables>,
  owner: string,
  quotas: Quotas,
): OwnerRows<Bookmark, BookmarkFields> {
  const account = { owner, quotas };
  return {
    find: (id) => table.find(trx, owner, id),
    insert: (given) =>
      table.insert(trx, account, (id, createdAt, version) => ({
        ...{ id, ...given, createdAt, updatedAt: createdAt, version },
      })),
    insertAll: (all) =>
      table.insertAll(
        trx,
        account,
        all.map((given) => (id: string, createdAt: string, version: number) => ({
          ...{ id, ...given, createdAt, updatedAt: createdAt, version },
        })),
      ),
    save: (current, given) =>
      table.update(trx, account, current, (updatedAt, version) => ({
        ...{ ...current, ...given, updatedAt, version },
      })),
    remove: (item) => table.remove(trx, account, item),
  };
}

/** The operations on bookmarks, and the events that they reported. */
export function bookmarkOperations(database: BookmarkDatabase, quotas = unlimited) {
  const events: string[] = [];
  const repository: Repository<BookmarkTables, Bookmark, BookmarkFields> = {
    find: (owner, id) => table.find(database.reader, owner, id),
    created: (id, createdAt, given) => ({ id, ...given, createdAt, updatedAt: createdAt, version: 1 }),
    keepsDeleted: false,
    within: (trx, owner) => ownerBookmarks(trx, owner, quotas),
  };
  const names = { noun: 'bookmark', path: '/bookmarks', notFound: '/problems#bookmark-not-found' } as const;
  const operations = itemOperations(
    database,
    repository,
    names,
    {
      created: ({ url }) => void events.push(`created ${url}`),
      changed: (before, after) => void events.push(`changed ${before.url} to ${after.url}`),
      removed: ({ url }) => void events.push(`removed ${url}`),
    },
    quotas,
  );
  const readPage = pageReader({
    engine: database.engine,
    bind: ({ comparisons }, bind) => ({ comparisons: bindComparisons(comparisons, bind) }),
    select: (db: Queries<BookmarkTables>, owner, { comparisons }) =>
      db
        .selectFrom('bookmark')
        .where(passes('bookmark', owner, comparisons))
        .select(table.selection)
        .select('bookmark.position'),
    decode: table.decode,
  });
  const list = (owner: string, sort: keyof typeof orders, after?: Parameters<typeof readPage>[2]['after']) =>
    readPage(database.reader, owner, {
      order: orders[sort],
      after,
      limit: 3,
      bounds: [],
      branches: [{ comparisons: [] }],
    });
  return { events, list, ...operations };
}

/** Opens an empty database with bookmarks in addition to the resources of the service, until the end of the test. */
export async function openBookmarks(): Promise<BookmarkDatabase> {
  const { url, remove } = await engine.makeQuickDatabase();
  const database = await openDatabase({ url }, [...storages, storage]);
  atEnd(async () => {
    await database.close();
    await remove();
  });
  return database;
}
