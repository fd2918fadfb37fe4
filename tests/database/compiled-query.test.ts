import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import { compiled, compiledByForm } from '../../src/database/compiled-query.ts';
import type { Queries } from '../../src/database/storage.ts';
import type { TaskTables } from '../../src/tasks/storage/tables.ts';
import { openTemporary } from '../support/temporary-database.ts';

interface Tag {
  readonly owner: string;
  readonly tag: string;
  readonly position: bigint;
}

const insertTag = compiled((db: Queries<TaskTables>, { owner, tag, position }: Tag) =>
  db.insertInto('task_tag').values({ owner, tag, position }).compile(),
);

test('builds a query once per database, and runs it with new values', async () => {
  let built = 0;
  const selectTags = compiled(
    (db: Queries<TaskTables>, { owner, least }: { owner: string; least: bigint }) => {
      built += 1;
      return db
        .selectFrom('task_tag')
        .select('tag')
        .where('owner', '=', owner)
        .where('position', '>=', least)
        .compile();
    },
  );
  for (const database of [await openTemporary(), await openTemporary()]) {
    built = 0;
    await database.write('ada', async (trx) => {
      for (const position of [1n, 2n])
        await insertTag(trx, { owner: 'ada', tag: `tag-${position}`, position });
      const { rows } = await selectTags(trx, { owner: 'ada', least: 0n });
      expect(rows).toEqual([{ tag: 'tag-1' }, { tag: 'tag-2' }]);
    });
    expect((await selectTags(database.reader, { owner: 'ada', least: 2n })).rows).toEqual([{ tag: 'tag-2' }]);
    expect((await selectTags(database.reader, { owner: 'grace', least: 0n })).rows).toEqual([]);
    // The writing and the reading connection share the compiled query.
    expect(built).toBe(1);
  }
});

test('returns the number of changed rows', async () => {
  const database = await openTemporary();
  const inserted = await database.write('ada', (trx) =>
    insertTag(trx, { owner: 'ada', tag: 'home', position: 1n }),
  );
  expect(inserted.numAffectedRows).toBe(1n);
});

test('compiles raw SQL with a constant and with a value that occurs twice', async () => {
  const database = await openTemporary();
  const query = compiled((db: Queries<TaskTables>, { word }: { word: string }) =>
    sql<{ text: string }>`select ${word} || ${', '} || ${word} as text`.compile(db),
  );
  expect((await query(database.reader, { word: 'yes' })).rows).toEqual([{ text: 'yes, yes' }]);
  expect((await query(database.reader, { word: 'no' })).rows).toEqual([{ text: 'no, no' }]);
});

test('rejects a query that computes with a placeholder', async () => {
  const database = await openTemporary();
  const query = compiled((db: Queries<TaskTables>, { owner }: { owner: string }) =>
    db.selectFrom('task_tag').select('tag').where('owner', '=', `${owner}!`).compile(),
  );
  await expect(query(database.reader, { owner: 'ada' })).rejects.toThrow(
    '"owner" has no value while the query is compiled',
  );
});

describe('compiledByForm', () => {
  interface Tags {
    readonly owner: string;
    readonly tags: readonly string[];
    readonly direction: 'asc' | 'desc';
    readonly limit: number;
  }

  /** The query, and the forms for which it was built. */
  function selection() {
    const built: string[] = [];
    const select = compiledByForm<TaskTables, Tags, { tag: string }>(
      ({ owner, tags, direction, limit }, bind) => ({
        owner: bind(owner),
        tags: tags.map(bind),
        direction,
        limit: bind(limit),
      }),
      (db, form) => {
        built.push(JSON.stringify(form));
        return db
          .selectFrom('task_tag')
          .select('tag')
          .where('owner', '=', form.owner)
          .where('tag', 'in', form.tags)
          .orderBy('tag', form.direction)
          .limit(form.limit)
          .compile();
      },
    );
    return { select, built };
  }

  test('builds a query once per form, and runs it with new values', async () => {
    const database = await openTemporary();
    await database.write('ada', async (trx) => {
      for (const tag of ['a', 'b', 'c']) await insertTag(trx, { owner: 'ada', tag, position: 1n });
    });
    const { select, built } = selection();
    const ask = async (tags: string[], direction: 'asc' | 'desc' = 'asc', limit = 9, owner = 'ada') => {
      const { rows } = await select(database.reader, { owner, tags, direction, limit });
      return rows.map(({ tag }) => tag);
    };
    expect(await ask(['a', 'c'])).toEqual(['a', 'c']);
    expect(await ask(['b', 'a'])).toEqual(['a', 'b']);
    expect(await ask(['c', 'b'], 'asc', 1)).toEqual(['b']);
    expect(await ask(['c', 'b'], 'asc', 9, 'grace')).toEqual([]);
    expect(built).toEqual(['{"owner":"?0","tags":["?1","?2"],"direction":"asc","limit":"?3"}']);
    expect(await ask(['c', 'b'], 'desc')).toEqual(['c', 'b']);
    expect(await ask(['b'])).toEqual(['b']);
    expect(built).toHaveLength(3);
    // A value that looks like a placeholder is not part of the form.
    expect(await ask(['?2","?3', 'a'])).toEqual(['a']);
    expect(built).toHaveLength(3);
  });

  test('keeps a limited number of forms', async () => {
    const database = await openTemporary();
    const { select, built } = selection();
    const ask = (count: number) =>
      select(database.reader, { owner: 'ada', tags: Array(count).fill('a'), direction: 'asc', limit: 1 });
    for (let count = 1; count <= 150; count += 1) await ask(count);
    await ask(150);
    expect(built).toHaveLength(150);
    await ask(1);
    expect(built).toHaveLength(151);
  });
});
