import { describe, expect, test } from '@jest/globals';
import { createTask } from '../support/tasks.ts';
import { useServer } from '../support/use-server.ts';

const { send } = useServer();

const nothing = {
  total: 0,
  byStatus: { pending: 0, in_progress: 0, completed: 0, cancelled: 0 },
  byPriority: { low: 0, medium: 0, high: 0, urgent: 0 },
  overdue: 0,
};

describe('getSummary', () => {
  test('returns zeros for a user without tasks', async () => {
    expect((await send('GET', '/summary', { as: 'newcomer' })).body).toEqual(nothing);
  });

  test("counts the caller's tasks by status and priority, and the overdue ones", async () => {
    const as = 'counter';
    const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    await createTask(send, { dueAt: inMinutes(-1), priority: 'high' }, { as });
    await createTask(send, { dueAt: '2001-01-01T00:00:00Z', status: 'in_progress' }, { as });
    await createTask(send, { dueAt: inMinutes(-1), status: 'completed' }, { as });
    await createTask(send, { dueAt: inMinutes(60) }, { as });
    const { task } = await createTask(send, { dueAt: inMinutes(-60), priority: 'low' }, { as });
    await createTask(send, {}, { as: 'another user' });
    expect((await send('GET', '/summary', { as })).body).toEqual({
      total: 5,
      byStatus: { pending: 3, in_progress: 1, completed: 1, cancelled: 0 },
      byPriority: { low: 1, medium: 3, high: 1, urgent: 0 },
      overdue: 3,
    });

    await send('PATCH', `/tasks/${task.id}`, { body: { status: 'cancelled' }, as });
    const { overdue, byStatus } = (await send('GET', '/summary', { as })).body;
    expect([overdue, byStatus.pending, byStatus.cancelled]).toEqual([2, 2, 1]);
  });
});
