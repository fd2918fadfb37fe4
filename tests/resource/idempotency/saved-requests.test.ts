import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { deleteExpired, findRequest, saveRequest } from '../../../src/resource/idempotency/saved-requests.ts';
import { unlimited } from '../../../src/resource/owner/account.ts';
import { openFresh } from '../../support/temporary-database.ts';

const OWNER = 'ada';
const account = { owner: OWNER, quotas: unlimited };
const noon = Date.parse('2026-03-01T12:00:00.000Z');
const day = 24 * 60 * 60 * 1000;
const saved = {
  fingerprint: 'print',
  result: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90',
};

test('finds a saved request only by its own owner and key', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => saveRequest(trx, account, 'key', saved, noon));
  expect(await findRequest(database.reader, OWNER, 'key', noon + day - 1)).toEqual(saved);
  expect(await findRequest(database.reader, OWNER, 'another', noon)).toBeUndefined();
  expect(await findRequest(database.reader, 'grace', 'key', noon)).toBeUndefined();
});

test('replaces a create after 24 hours', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => saveRequest(trx, account, 'key', saved, noon));
  expect(await findRequest(database.reader, OWNER, 'key', noon + day)).toBeUndefined();
  await database.write(OWNER, (trx) =>
    saveRequest(trx, account, 'key', { ...saved, fingerprint: 'another', result: 'other' }, noon + day),
  );
  expect(await findRequest(database.reader, OWNER, 'key', noon + day)).toMatchObject({
    fingerprint: 'another',
    result: 'other',
  });
});

test('deletes expired creates, the oldest first, a hundred at a time', async () => {
  const database = await openFresh();
  const { engine } = database;
  await database.write(OWNER, async (trx) => {
    for (let index = 0; index < 150; index += 1)
      await saveRequest(trx, account, `${index}`, saved, noon + index);
    await saveRequest(trx, account, 'young', saved, noon + day);
  });
  const keys = async () => {
    const rows = await database.reader
      .selectFrom('idempotency_key')
      .select('key')
      .orderBy('created_at')
      .execute();
    return rows.map(({ key }) => key);
  };
  await database.write(OWNER, (trx) => deleteExpired(trx, engine, noon + day + 149));
  expect(await keys()).toHaveLength(51);
  expect((await keys())[0]).toBe('100');
  await database.write(OWNER, (trx) => deleteExpired(trx, engine, noon + day + 149));
  expect(await keys()).toEqual(['young']);
});

test('counts a key once when expired keys make space for it in the quota', async () => {
  const database = await openFresh();
  const limited = { owner: OWNER, quotas: { ...unlimited, keys: 3 } };
  const save = (key: string, now: number) =>
    database.write(OWNER, (trx) => saveRequest(trx, limited, key, saved, now));
  await save('old', noon - day);
  await save('one', noon);
  await save('two', noon);
  await save('three', noon + 1);
  await expect(save('four', noon + 2)).rejects.toThrow('The quota of 3 keys is exceeded');
  const { rows } = await sql<{ stored: number; counted: number }>`
    select count(*) as stored, max(key_count) as counted from idempotency_key join owner using (owner)
  `.execute(database.reader);
  expect(rows).toEqual([{ stored: 3, counted: 3 }]);
});
