import { sql } from 'kysely';
import { describe, expect, test } from '@jest/globals';
import { openPool } from '../../../src/database/postgres/pool.ts';
import { nameCounter, statementNames } from '../../../src/database/postgres/statement-names.ts';
import { dropDatabase, makeDatabase } from '../../support/postgres/databases.ts';
import { atEnd } from '../../support/temporary-database.ts';

describe('a statement name', () => {
  test('is the same for the same text', () => {
    const names = statementNames();
    const [first, second] = ['select 1', 'select 2'].map((text) => names.nameOf(text));
    expect(first).not.toBe(second);
    expect(names.nameOf('select 1')).toBe(first);
  });

  test('is replaced when it was least recently used, and is never reused', () => {
    const names = statementNames(2);
    const name = (text: string) => names.nameOf(text);
    const [first, second] = [name('select 1'), name('select 2')];
    expect(name('select 1')).toBe(first);
    const third = name('select 3');
    expect(name('select 1')).toBe(first);
    expect([first, second, third]).not.toContain(name('select 2'));
  });

  test('is unset for a statement whose plan depends on its values', () => {
    expect(statementNames().nameOf('select position from task_search where words @@ $1')).toBeUndefined();
  });
});

test('counts each statement name of a connection once', () => {
  const counter = nameCounter(2);
  counter.see('s1');
  counter.see('s1');
  expect(counter.isFull).toBe(false);
  counter.see('s2');
  expect(counter.isFull).toBe(true);
});

test('limits the prepared statements of a connection', async () => {
  const connectionString = await makeDatabase();
  atEnd(() => dropDatabase(connectionString));
  const pool = openPool({ connectionString, max: 1 });
  atEnd(() => pool.close());

  const kept: number[] = [];
  for (let n = 1; n <= 450; n += 1) {
    const query = sql<{ kept: number }>`
      select ${n}::integer as ${sql.id(`n${n}`)}, (select count(*) from pg_prepared_statements) as kept`;
    const { rows } = await query.execute(pool.kysely);
    kept.push(Number(rows[0]?.kept));
  }
  expect(Math.max(...kept)).toBe(400);
  // A new connection starts without statement names.
  expect(kept.at(-1)).toBe(50);
});
