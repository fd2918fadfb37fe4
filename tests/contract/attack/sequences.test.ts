// Sequences of requests: deleted tasks, other users' tasks, and the effects of rejected requests.
import { describe, expect, test } from '@jest/globals';
import { contract } from '../../support/contract.ts';
import {
  newItem,
  newTask,
  readItem,
  validRequest,
  wholeBody,
  wholeItems,
  wholeTask,
} from './support/call.ts';
import { useAttackedService, userOf } from './support/attacked-service.ts';
import type { Call } from './support/attacked-service.ts';

const service = useAttackedService();

const ofOneItem = contract.operations.filter(({ path }) => /\{\w+Id\}/.test(path));
const writing = contract.operations.filter(({ requestBodies }) => requestBodies.size > 0);
const read = (id: string): Call => readItem({ path: '/tasks' }, id);
const remove = (id: string): Call => ({ method: 'DELETE', target: `/tasks/${id}` });

async function totalOf(as: string): Promise<number> {
  return (await service.fire({ method: 'GET', target: '/summary' }, as)).body.total;
}

/** Everything that a user can read. */
async function seenBy(as: string): Promise<string> {
  const lists = ['/tasks?q=release', '/tasks?tag=release', '/tasks?sort=-due'];
  const targets = [...lists, ...Object.keys(wholeItems), '/summary'];
  const responses = await Promise.all(targets.map((target) => service.fire({ method: 'GET', target }, as)));
  return responses.map(({ text }) => text).join('\n');
}

const conditions = ['*', '"1"', '"1", "2"', 'W/"1"'];
/** The operations on a task in the trash. */
const ofTrash = new Set(['restoreTask', 'eraseTask']);

describe.each(ofOneItem.filter(({ id }) => !ofTrash.has(id)))('$id', (operation) => {
  test('returns 404 for a deleted item, with any spelling of its id and any condition', async () => {
    const id = await newItem(service, operation);
    const found = readItem(operation, id);
    await service.fire({ ...found, method: 'DELETE' });
    for (const known of [id, id.toUpperCase()]) {
      const call = validRequest(operation, known);
      for (const condition of [undefined, ...conditions]) {
        const name = operation.method === 'GET' ? 'If-None-Match' : 'If-Match';
        const headers = { ...call.headers, ...(condition === undefined ? {} : { [name]: condition }) };
        expect((await service.fire({ ...call, headers })).status).toBe(404);
      }
    }
    expect(await seenBy(userOf(found))).not.toContain(id);
  });
});

describe.each(ofOneItem)('$id', (operation) => {
  test("returns 404 for another user's item, and neither changes nor shows it", async () => {
    const id = await newItem(service, operation, 'victoria');
    const before = await seenBy('victoria');
    const call = validRequest(operation, id);
    for (const condition of [undefined, ...conditions]) {
      const conditional = condition === undefined ? {} : { 'If-Match': condition };
      const absent = await service.fire({ ...call, headers: { ...call.headers, ...conditional } }, 'mallory');
      expect(absent.status).toBe(404);
      expect(absent.body.type).toMatch(/:(?!route-)\w+-not-found$/);
    }
    expect(await seenBy('victoria')).toBe(before);
    expect(await seenBy('mallory')).not.toContain(id);
  });

  test('returns 404 for an id that differs in one digit', async () => {
    const id = await newItem(service, operation);
    const before = (await service.fire(readItem(operation, id))).text;
    for (let at = 0; at < id.length; at += 1) {
      if (id[at] === '-') continue;
      const other = id.slice(0, at) + (id[at] === '0' ? '1' : '0') + id.slice(at + 1);
      expect([other, (await service.fire(validRequest(operation, other))).status]).toEqual([other, 404]);
    }
    expect((await service.fire(readItem(operation, id))).text).toBe(before);
  });
});

describe.each(writing)('$id', (operation) => {
  test('stores nothing from a rejected request', async () => {
    const as = `refused by ${operation.id}`;
    const id = await newItem(service, operation, as);
    const before = await seenBy(as);
    const call = validRequest(operation, id);
    const whole = wholeBody(operation);
    const refused: Call[] = [
      { ...call, body: JSON.stringify({ ...whole, title: '', url: '' }) },
      { ...call, body: JSON.stringify({ ...whole, tags: ['ok', 'Not ok'], events: ['task.created', 'no'] }) },
      { ...call, body: '{"title":"cut' },
      { ...call, body: 'x'.repeat(100_000) },
      { ...call, headers: { 'Content-Type': 'text/plain' } },
      { ...call, headers: { ...call.headers, Accept: 'text/html' } },
      { ...call, target: `${call.target}?surprise=1` },
      { ...call, headers: { ...call.headers, 'If-Match': 'none', 'Idempotency-Key': 'none' } },
    ];
    for (const one of refused) expect((await service.fire(one, as)).status).toBeGreaterThanOrEqual(400);
    expect(await seenBy(as)).toBe(before);
  });
});

describe('an Idempotency-Key', () => {
  const create = (key: string, body: object = wholeTask): Call => ({
    method: 'POST',
    target: '/tasks',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });

  test('belongs to the user who sent it', async () => {
    const mine = await service.fire(create('"shared"'), 'one');
    const theirs = await service.fire(create('"shared"', { title: 'Another' }), 'two');
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(await totalOf('one')).toBe(1);
  });

  test('does not restore a deleted task', async () => {
    const as = 'repeater';
    const { body } = await service.fire(create('"once"'), as);
    await service.fire(remove(body.id), as);
    const again = await service.fire(create('"once"'), as);
    expect([again.status, again.body.id]).toEqual([201, body.id]);
    expect(await totalOf(as)).toBe(0);
    expect((await service.fire(read(body.id), as)).status).toBe(404);
  });

  test('can be used again after a rejected request', async () => {
    const as = 'corrector';
    expect((await service.fire(create('"second try"', { title: '' }), as)).status).toBe(422);
    expect((await service.fire(create('"second try"'), as)).status).toBe(201);
  });
});

describe('a cursor', () => {
  test('works after its task is deleted, and after all tasks are deleted', async () => {
    const as = 'pager';
    const ids = [await newTask(service, as), await newTask(service, as), await newTask(service, as)];
    const first = await service.fire({ method: 'GET', target: '/tasks?limit=1' }, as);
    const next: Call = { method: 'GET', target: `/tasks?limit=1&cursor=${first.body.nextCursor}` };
    await service.fire(remove(ids[2]!), as);
    expect((await service.fire(next, as)).body.items[0]?.id).toBe(ids[1]);
    for (const id of ids) await service.fire(remove(id), as);
    expect((await service.fire(next, as)).body).toEqual({ items: [], nextCursor: null });
  });
});
