import { expect, test } from '@jest/globals';
import { findAnswer, forgetExpired, keepAnswer } from '../../src/tasks/idempotency.ts';
import { openFresh } from '../support/temporary-database.ts';
import { OWNER } from './sample.ts';

const noon = Date.parse('2026-03-01T12:00:00.000Z');
const day = 24 * 60 * 60 * 1000;
const answer = { status: 201, headers: { ETag: '"1"', Location: '/tasks/1' }, body: '{"title": "é"}' };

test('an answer is given again as it was, to its owner and key alone', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => keepAnswer(trx, OWNER, 'key', 'print', answer, noon));
  expect(await findAnswer(database.reader, OWNER, 'key', noon + day - 1)).toEqual({
    ...answer,
    fingerprint: 'print',
  });
  expect(await findAnswer(database.reader, OWNER, 'another', noon)).toBeUndefined();
  expect(await findAnswer(database.reader, 'grace', 'key', noon)).toBeUndefined();
});

test('after 24 hours a key is as good as new', async () => {
  const database = await openFresh();
  await database.write(OWNER, (trx) => keepAnswer(trx, OWNER, 'key', 'print', answer, noon));
  expect(await findAnswer(database.reader, OWNER, 'key', noon + day)).toBeUndefined();
  await database.write(OWNER, (trx) =>
    keepAnswer(trx, OWNER, 'key', 'another', { ...answer, status: 200 }, noon + day),
  );
  expect(await findAnswer(database.reader, OWNER, 'key', noon + day)).toMatchObject({
    fingerprint: 'another',
    status: 200,
  });
});

test('expired answers are forgotten, the oldest first, a hundred at a time', async () => {
  const database = await openFresh();
  await database.write(OWNER, async (trx) => {
    for (let index = 0; index < 150; index += 1)
      await keepAnswer(trx, OWNER, `${index}`, '', answer, noon + index);
    await keepAnswer(trx, OWNER, 'young', '', answer, noon + day);
  });
  const keys = async () => {
    const rows = await database.reader
      .selectFrom('idempotency_key')
      .select('key')
      .orderBy('created_at')
      .execute();
    return rows.map(({ key }) => key);
  };
  await database.write(OWNER, (trx) => forgetExpired(trx, database.engine, noon + day + 149));
  expect(await keys()).toHaveLength(51);
  expect((await keys())[0]).toBe('100');
  await database.write(OWNER, (trx) => forgetExpired(trx, database.engine, noon + day + 149));
  expect(await keys()).toEqual(['young']);
});
