import { sql } from 'kysely';
import { expect, test } from '@jest/globals';
import { compiled } from '../../src/database/compiled.ts';
import { openTemporary } from './temporary.ts';

interface Tag {
  readonly owner: string;
  readonly tag: string;
  readonly position: bigint;
}

const insertTag = compiled((db, { owner, tag, position }: Tag) =>
  db.insertInto('task_tag').values({ owner, tag, position }).compile(),
);

test('a query is built once for each database, and run with the values of each time', async () => {
  let built = 0;
  const selectTags = compiled((db, { owner, least }: { owner: string; least: bigint }) => {
    built += 1;
    return db
      .selectFrom('task_tag')
      .select('tag')
      .where('owner', '=', owner)
      .where('position', '>=', least)
      .compile();
  });
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
    // The connection that writes and the one that reads are databases of their own to Kysely.
    expect(built).toBe(2);
  }
});

test('a change tells how many rows it was', async () => {
  const database = await openTemporary();
  const inserted = await database.write('ada', (trx) =>
    insertTag(trx, { owner: 'ada', tag: 'home', position: 1n }),
  );
  expect(inserted.numAffectedRows).toBe(1n);
});

test('what is constant in it stays, and a value can stand in it twice and in SQL of our own', async () => {
  const database = await openTemporary();
  const query = compiled((db, { word }: { word: string }) =>
    sql<{ text: string }>`select ${word} || ${', '} || ${word} as text`.compile(db),
  );
  expect((await query(database.reader, { word: 'yes' })).rows).toEqual([{ text: 'yes, yes' }]);
  expect((await query(database.reader, { word: 'no' })).rows).toEqual([{ text: 'no, no' }]);
});

test('a query that computes with a value, when it has none yet, is refused', async () => {
  const database = await openTemporary();
  const query = compiled((db, { owner }: { owner: string }) =>
    db.selectFrom('task_tag').select('tag').where('owner', '=', `${owner}!`).compile(),
  );
  await expect(query(database.reader, { owner: 'ada' })).rejects.toThrow('"owner" has no value yet');
});
