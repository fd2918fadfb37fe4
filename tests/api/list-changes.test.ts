import { describe, expect, test } from '@jest/globals';
import type { components } from '../../generated/openapi.ts';
import { renewEpoch } from '../../src/resource/changes/epoch.ts';
import { purge } from '../../src/wiring/purges.ts';
import type { TestResponse } from '../support/client.ts';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { server, send } = useServer({ RATE_LIMIT_LONG_POLLS: '2', MAX_LONG_POLLS: '3' });

type Page = components['schemas']['ChangePage'];

const changes = (as: string, query = ''): Promise<TestResponse> => send('GET', `/changes?${query}`, { as });

const pageOf = ({ body }: TestResponse): Page => body as unknown as Page;

/** The changes in a page: `+` and the title of a task, or `-` and the id of a deleted task. */
function stated(response: TestResponse): string[] {
  return pageOf(response).items.map((item) =>
    item.type === 'upserted' ? `+${item.task?.title}` : `-${item.taskId}`,
  );
}

const create = async (as: string, title: string): Promise<string> =>
  (await createTask(send, { title }, { as })).task.id;

/** Waits until the service has this many waiting requests. */
async function untilWaiting(count: number): Promise<void> {
  const metrics = async (): Promise<string> => (await send('GET', '/metrics', { as: null })).text;
  while (!(await metrics()).includes(`long_polls ${count}\n`));
}

const SECOND_MS = 1000;
const inDays = (days: number): number => Date.now() + days * 24 * 60 * 60 * SECOND_MS;

describe('listChanges', () => {
  test('lists all tasks first, and then later changes', async () => {
    const as = 'copying';
    const first = await create(as, 'First');
    const second = await create(as, 'Second');
    const copy = await changes(as);
    expect(stated(copy)).toEqual(['+First', '+Second']);
    const { body: task } = await send('GET', `/tasks/${first}`, { as });
    expect(pageOf(copy).items[0]).toEqual({ type: 'upserted', taskId: first, task });
    expect(pageOf(copy).hasMore).toBe(false);

    await send('PATCH', `/tasks/${first}`, { as, body: { title: 'Changed' } });
    await send('DELETE', `/tasks/${second}`, { as });
    await create(as, 'Third');
    const changed = await changes(as, `since=${copy.body.nextCursor}`);
    expect(stated(changed)).toEqual(['+Changed', `-${second}`, '+Third']);
    const rest = await changes(as, `since=${changed.body.nextCursor}`);
    expect(stated(rest)).toEqual([]);
    expect(rest.body.nextCursor).toBe(changed.body.nextCursor);
  });

  test('lists a task once, in its current state', async () => {
    const as = 'repeating';
    const id = await create(as, 'Before');
    for (const title of ['Between', 'After']) await send('PATCH', `/tasks/${id}`, { as, body: { title } });
    expect(stated(await changes(as))).toEqual(['+After']);
    await send('DELETE', `/tasks/${id}`, { as });
    expect(stated(await changes(as))).toEqual([`-${id}`]);
  });

  test('ends the first sync with the changes from before its start, even if changes continue', async () => {
    const as = 'walking';
    const ids: string[] = [];
    for (const number of [1, 2, 3]) ids.push(await create(as, `Task ${number}`));
    const seen: string[] = [];
    let page = await changes(as, 'limit=1');
    for (let pages = 1; pageOf(page).hasMore; pages += 1) {
      expect(pages).toBeLessThan(4);
      seen.push(...stated(page));
      for (const id of ids) await send('PATCH', `/tasks/${id}`, { as, body: { title: `Round ${pages}` } });
      page = await changes(as, `limit=1&since=${page.body.nextCursor}`);
    }
    const rest = await changes(as, `since=${page.body.nextCursor}`);
    expect([...seen, ...stated(page), ...stated(rest)].slice(-3)).toEqual([
      '+Round 1',
      '+Round 1',
      '+Round 1',
    ]);
  });

  test("hides other users' changes, and rejects their cursors", async () => {
    await create('first-user', 'Private');
    const { body } = await changes('first-user');
    expect(stated(await changes('second-user'))).toEqual([]);
    const refused = await changes('second-user', `since=${body.nextCursor}`);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ location: 'query', name: 'since', code: 'invalidCursor' }]);
  });

  test.each(['limit=0', 'limit=101', 'wait=31', 'wait=-1', 'since=', 'since=*'])(
    'rejects %s',
    async (query) => {
      const rejected = await changes('invalid', query);
      expect(rejected.status).toBe(422);
      expect(rejected.body.errors).toMatchObject([{ location: 'query', name: query.split('=')[0] }]);
    },
  );

  test('responds with 410 to a cursor from before the database was restored', async () => {
    const as = 'restoring';
    await create(as, 'Kept');
    const { body } = await changes(as);
    await renewEpoch(server.service.database);
    const expired = await changes(as, `since=${body.nextCursor}`);
    expect(expired.status).toBe(410);
    expect(expired.body.type).toBe('urn:problem-type:task-manager-api:cursor-expired');
    expect(stated(await changes(as))).toEqual(['+Kept']);
  });

  test('responds with 410 to a cursor from before a purged deletion, and to no other cursor', async () => {
    const as = 'purging';
    const kept = await create(as, 'Kept');
    const old = await create(as, 'Old');
    const before = (await changes(as)).body.nextCursor as string;
    await send('DELETE', `/tasks/${old}`, { as });
    const after = (await changes(as)).body.nextCursor as string;
    expect(
      (await purge(server.service.database, { trashMs: 0, deletionsMs: 0, deliveriesMs: 0 }, inDays(1)))
        .deletions,
    ).toBeGreaterThan(0);
    expect((await changes(as, `since=${before}`)).status).toBe(410);
    expect(stated(await changes(as, `since=${after}`))).toEqual([]);
    expect(stated(await changes(as))).toEqual(['+Kept']);
    expect((await send('GET', `/tasks/${kept}`, { as })).status).toBe(200);
  });

  test('completes the first sync even if earlier deletions are purged while it runs', async () => {
    const as = 'copying-slowly';
    for (const number of [1, 2, 3]) await create(as, `Task ${number}`);
    const gone = await create(as, 'Gone');
    await send('DELETE', `/tasks/${gone}`, { as });
    const first = await changes(as, 'limit=1');
    await purge(server.service.database, { trashMs: 0, deletionsMs: 0, deliveriesMs: 0 }, inDays(1));
    const second = await changes(as, `limit=1&since=${first.body.nextCursor}`);
    expect(second.status).toBe(200);

    // The sync needs this deletion, because the task was listed before. After the purge, the cursor has expired.
    const [copied] = pageOf(second).items;
    await send('DELETE', `/tasks/${copied?.taskId}`, { as });
    await purge(server.service.database, { trashMs: 0, deletionsMs: 0, deliveriesMs: 0 }, inDays(1));
    expect((await changes(as, `since=${second.body.nextCursor}`)).status).toBe(410);
  });

  describe('with wait', () => {
    test('responds as soon as there is a change', async () => {
      const as = 'waiting';
      await create(as, 'Known');
      const { body } = await changes(as);
      const start = performance.now();
      const waiting = changes(as, `wait=30&since=${body.nextCursor}`);
      await untilWaiting(1);
      await create(as, 'New');
      expect(stated(await waiting)).toEqual(['+New']);
      expect(performance.now() - start).toBeLessThan(20 * SECOND_MS);
    });

    test('responds without changes at the end of the wait', async () => {
      const as = 'patient';
      await create(as, 'Known');
      const { body } = await changes(as);
      const start = performance.now();
      const page = await changes(as, `wait=1&since=${body.nextCursor}`);
      expect(performance.now() - start).toBeGreaterThan(0.9 * SECOND_MS);
      expect(page.body).toMatchObject({ items: [], hasMore: false });
      expect(stated(await changes(as, `since=${page.body.nextCursor}`))).toEqual([]);
    });

    test("is not woken by another user's writes", async () => {
      const as = 'undisturbed';
      const waiting = changes(as, 'wait=1');
      await untilWaiting(1);
      await create('someone-else', 'Other');
      expect(stated(await waiting)).toEqual([]);
    });

    test('does not count the wait as latency', async () => {
      const sum = async (): Promise<number> => {
        const { text } = await send('GET', '/metrics', { as: null });
        const found = /^api_request_duration_seconds_sum\{method="GET",endpoint="\/changes"\} (.+)$/m.exec(
          text,
        );
        return Number(found?.[1]);
      };
      const before = await sum();
      await changes('latent', 'wait=1');
      expect((await sum()) - before).toBeLessThan(0.9);
    });

    test('limits long polls per user and in total, and releases them when clients disconnect', async () => {
      const abort = new AbortController();
      const poll = async (as: string): Promise<unknown> => {
        const headers = { Authorization: `Bearer ${await server.token(as)}` };
        const sent = fetch(`${server.url}/changes?wait=30`, { headers, signal: abort.signal });
        return await sent.catch(() => undefined);
      };
      const polls = [poll('greedy'), poll('greedy')];
      await untilWaiting(2);
      const refused = await changes('greedy', 'wait=30');
      expect(refused.status).toBe(429);
      expect(refused.headers.get('RateLimit-Policy')).toBe('"long-polls";q=2;qu="concurrent-requests"');
      polls.push(poll('modest'));
      await untilWaiting(3);
      const full = await changes('late', 'wait=30');
      expect(full.status).toBe(503);
      abort.abort();
      await Promise.all(polls);
      await untilWaiting(0);
      expect((await changes('greedy')).status).toBe(200);
    });
  });
});
