import { expect, test } from '@jest/globals';
import { fairSlots } from '../../src/database/fair-slots.ts';

const shares = { perOwner: 1, maxWaiting: 10, waitMs: 60_000 };
const refuse = () => new Error('refused');

/** Runs work until the test ends it, and records the order in which work starts. */
function work(slots: ReturnType<typeof fairSlots<string>>) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    begin: (owner: string, name: string) =>
      slots.use(owner, async (slot) => {
        started.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return slot;
      }),
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('runs as many calls of an owner as its share permits, and calls of other owners at the same time', async () => {
  const slots = fairSlots(['a', 'b', 'c'], { ...shares, perOwner: 2 }, refuse);
  const { begin, end, started } = work(slots);
  const all = [begin('ada', 'ada 1'), begin('ada', 'ada 2'), begin('ada', 'ada 3'), begin('bob', 'bob 1')];
  await end('');
  expect(started).toEqual(['ada 1', 'ada 2', 'bob 1']);
  expect([slots.running, slots.waiting]).toEqual([3, 1]);
  await end('bob 1');
  expect(started).toHaveLength(3);
  await end('ada 1');
  expect(started).toEqual(['ada 1', 'ada 2', 'bob 1', 'ada 3']);
  await end('ada 2');
  await end('ada 3');
  expect(new Set(await Promise.all(all))).toEqual(new Set(['a', 'b', 'c']));
  expect([slots.running, slots.waiting]).toEqual([0, 0]);
});

test('assigns a free slot to the owner that was served least recently', async () => {
  const { begin, end, started } = work(fairSlots(['only'], shares, refuse));
  const all = [
    ...[1, 2, 3].map((number) => begin('ada', `ada ${number}`)),
    ...[1, 2].map((number) => begin('bob', `bob ${number}`)),
    begin('eve', 'eve 1'),
  ];
  await all.reduce((before) => before.then(() => end(started.at(-1) ?? '')), Promise.resolve());
  await Promise.all(all);
  expect(started).toEqual(['ada 1', 'bob 1', 'eve 1', 'ada 2', 'bob 2', 'ada 3']);
});

test("refuses an owner's calls beyond the maximum that may wait, and still accepts calls of other owners", async () => {
  const { begin, end, started } = work(fairSlots(['only'], { ...shares, maxWaiting: 1 }, refuse));
  const all = [begin('ada', 'ada 1'), begin('ada', 'ada 2')];
  await expect(begin('ada', 'ada 3')).rejects.toThrow('refused');
  all.push(begin('bob', 'bob 1'));
  for (const name of ['ada 1', 'ada 2', 'bob 1', 'ada 2']) await end(name);
  await Promise.all(all);
  expect(started.toSorted()).toEqual(['ada 1', 'ada 2', 'bob 1']);
});

test('refuses a call that has waited for too long, and frees the slot of work that fails', async () => {
  const slots = fairSlots(['only'], { ...shares, waitMs: 1 }, refuse);
  const { begin, end } = work(slots);
  const running = begin('ada', 'ada 1');
  await expect(begin('bob', 'bob 1')).rejects.toThrow('refused');
  await end('ada 1');
  await running;
  await expect(slots.use('ada', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await slots.use('ada', async (slot) => slot)).toBe('only');
  expect([slots.running, slots.waiting]).toEqual([0, 0]);
});
