import { expect, test } from '@jest/globals';
import {
  deleteExpired,
  findResponse,
  saveResponse,
} from '../../../src/resource/idempotency/saved-responses.ts';
import { openFresh } from '../../support/temporary-database.ts';

const OWNER = 'ada';
const noon = Date.parse('2026-03-01T12:00:00.000Z');
const day = 24 * 60 * 60 * 1000;
const response = {
  fingerprint: 'print',
  status: 201,
  headers: { ETag: '"1"', Location: '/items/1' },
  body: '{"title": "é"}',
};

test('finds a response unchanged, by its owner and key only', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => saveResponse(trx, OWNER, 'key', response, noon));
  expect(await findResponse(database.reader, OWNER, 'key', noon + day - 1)).toEqual(response);
  expect(await findResponse(database.reader, OWNER, 'another', noon)).toBeUndefined();
  expect(await findResponse(database.reader, 'grace', 'key', noon)).toBeUndefined();
});

test('replaces a response after 24 hours', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => saveResponse(trx, OWNER, 'key', response, noon));
  expect(await findResponse(database.reader, OWNER, 'key', noon + day)).toBeUndefined();
  await database.write(OWNER, (trx) =>
    saveResponse(trx, OWNER, 'key', { ...response, fingerprint: 'another', status: 200 }, noon + day),
  );
  expect(await findResponse(database.reader, OWNER, 'key', noon + day)).toMatchObject({
    fingerprint: 'another',
    status: 200,
  });
});

test('deletes expired responses, the oldest first, a hundred at a time', async () => {
  const database = await openFresh();
  const { engine } = database;
  await database.write(OWNER, async (trx) => {
    for (let index = 0; index < 150; index += 1)
      await saveResponse(trx, OWNER, `${index}`, response, noon + index);
    await saveResponse(trx, OWNER, 'young', response, noon + day);
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
