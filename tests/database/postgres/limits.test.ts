// The PostgreSQL columns accept exactly what the contract allows. tests/contract/database-limits.test.ts
// checks the same for SQLite.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { resolve } from '../../../src/contract/reference.ts';
import type { JsonObject } from '../../../src/contract/reference.ts';
import { contract } from '../../support/contract.ts';
import { dropDatabase, makeDatabase } from '../../support/postgres/databases.ts';

const { schemas } = contract.document['components'] as { schemas: Record<string, JsonObject> };
const properties = schemas['Task']?.['properties'] as JsonObject;
const schemaOf = (field: string): JsonObject => resolve(contract.document, properties[field]);

let url: string;
let client: pg.Client;
beforeAll(async () => {
  url = await makeDatabase();
  client = new pg.Client(url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await dropDatabase(url);
});

const timestamp = '2026-03-01T12:00:00.000Z';
const row = {
  position: 1,
  id: '019ca0b0-0000-7000-8000-000000000000',
  owner: 'ada',
  title: 'Water the plants',
  description: null,
  status: 'pending',
  priority: 1,
  due_at: null,
  tags: '[]',
  created_at: timestamp,
  updated_at: timestamp,
  completed_at: null,
  version: 1,
  sequence: 1,
};

/** Whether the database accepts a task with these columns. The insert is rolled back. */
async function accepts(columns: Readonly<Record<string, unknown>>): Promise<boolean> {
  const all = { ...row, ...columns };
  const placeholders = Object.keys(all).map((_name, index) => `$${index + 1}`);
  await client.query('begin');
  try {
    await client.query(
      `insert into task (${Object.keys(all).join()}) values (${placeholders.join()})`,
      Object.values(all),
    );
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '23514') return false;
    throw error;
  } finally {
    await client.query('rollback');
  }
}

test.each([
  ['title', 'x'],
  ['title', '🥊'],
  ['description', 'x'],
  ['description', '🥊'],
])('limits the length of %s as the contract does, in characters such as %s', async (field, character) => {
  const { minLength = 0, maxLength } = schemaOf(field);
  const [low, high] = [Number(minLength), Number(maxLength)];
  expect(high).toBeGreaterThan(low);
  expect(await accepts({ [field]: character.repeat(low) })).toBe(true);
  expect(await accepts({ [field]: character.repeat(high) })).toBe(true);
  expect(await accepts({ [field]: character.repeat(high + 1) })).toBe(false);
  if (low > 0) expect(await accepts({ [field]: character.repeat(low - 1) })).toBe(false);
});

test('accepts each status in the contract, and rejects other strings', async () => {
  const values = schemaOf('status')['enum'] as unknown as string[];
  expect(values.length).toBeGreaterThan(0);
  for (const status of values) {
    expect(await accepts({ status, completed_at: status === 'completed' ? timestamp : null })).toBe(true);
  }
  for (const status of ['', 'PENDING', 'done']) expect(await accepts({ status })).toBe(false);
});

test('accepts the rank of each priority in the contract, and rejects other numbers', async () => {
  const { length } = schemaOf('priority')['enum'] as unknown as string[];
  for (let priority = 0; priority < length; priority += 1) expect(await accepts({ priority })).toBe(true);
  for (const priority of [-1, length]) expect(await accepts({ priority })).toBe(false);
});

test('accepts as many tags as the contract allows', async () => {
  const most = Number(schemaOf('tags')['maxItems']);
  const tags = (count: number) => JSON.stringify(Array.from({ length: count }, (_tag, n) => `tag ${n}`));
  expect(await accepts({ tags: tags(most) })).toBe(true);
  expect(await accepts({ tags: tags(most + 1) })).toBe(false);
  expect(await accepts({ tags: '{}' })).toBe(false);
});

test('requires consistent timestamps', async () => {
  expect(await accepts({ status: 'completed' })).toBe(false);
  expect(await accepts({ completed_at: timestamp })).toBe(false);
  expect(await accepts({ updated_at: '2026-03-01T11:59:59.999Z' })).toBe(false);
});
