// A user who changes tasks, and keeps a ledger of the acknowledged changes.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { components } from '../../generated/openapi.ts';
import type { Instance } from '../cluster/instance.ts';
import { keyOf, type Ledger, ROLLED_BACK } from './ledger.ts';

type Task = components['schemas']['Task'];

/** Sends a request to one of the running instances. Returns undefined for a 503, or if there was no response. */
export type Call = (method: string, path: string, body?: object) => Promise<Reply | undefined>;

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Returns a function that sends requests with a token, each to the next instance. */
export function caller(instances: () => readonly Instance[], token: string): Call {
  let turn = 0;
  return async (method, path, body) => {
    const running = instances();
    const instance = running[(turn += 1) % running.length];
    try {
      const response = await fetch(`${instance?.url}${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      if (response.status === 503) return undefined;
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch {
      return undefined;
    }
  };
}

/** The pause after a request without a response. */
const RETRY_MS = 50;
/** The maximum number of tasks. A writer with more tasks deletes some. */
const MAX_TASKS = 30;

/** Changes tasks until `isOver`. After a change without a response, does not change that task again. */
export async function write(call: Call, ledger: Ledger, isOver: () => boolean): Promise<void> {
  const tasks: Task[] = [];
  const trash: Task[] = [];

  async function change(
    type: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<Task | undefined> {
    const reply = await call(method, path, body);
    if (reply === undefined) {
      ledger.unknown += 1;
      await pause(RETRY_MS);
      return undefined;
    }
    if (reply.status >= 300)
      throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    const task = reply.body as Task | undefined;
    if (task !== undefined) ledger.acknowledged.add(keyOf(type, task));
    return task;
  }

  /** Creates tasks in a batch that fails. The service must not send events for them. */
  async function rollBack(): Promise<void> {
    const operations = [
      { type: 'create', task: { title: ROLLED_BACK } },
      {
        type: 'update',
        taskId: '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90',
        version: 1,
        task: { title: ROLLED_BACK },
      },
    ];
    const reply = await call('POST', '/tasks/batch', { operations });
    if (reply?.status === 409) ledger.rolledBack += 1;
    else if (reply !== undefined) throw new Error(`A batch with a conflict returned ${reply.status}`);
  }

  while (!isOver()) {
    const [task] = tasks.length === 0 ? [] : tasks.splice(randomInt(tasks.length), 1);
    const kind = randomInt(10);
    if (kind === 0) await rollBack();
    if (task === undefined || kind < 4) {
      if (task !== undefined) tasks.push(task);
      const created = await change('task.created', 'POST', '/tasks', {
        title: `Task ${ledger.acknowledged.size}`,
      });
      if (created !== undefined) tasks.push(created);
    } else if (kind < 8 && tasks.length < MAX_TASKS) {
      const status = task.status === 'completed' ? 'pending' : 'completed';
      const changed = await change('task.updated', 'PATCH', `/tasks/${task.id}`, { status });
      if (changed !== undefined) tasks.push(changed);
    } else {
      const reply = await call('DELETE', `/tasks/${task.id}`);
      if (reply === undefined) {
        ledger.unknown += 1;
        await pause(RETRY_MS);
      } else {
        if (reply.status !== 204) throw new Error(`DELETE returned ${reply.status}`);
        ledger.acknowledged.add(keyOf('task.deleted', task));
        trash.push(task);
      }
      const deleted = trash.length > 3 ? trash.shift() : undefined;
      if (deleted !== undefined) {
        const restored = await change('task.restored', 'POST', `/tasks/${deleted.id}/restore`);
        if (restored !== undefined) tasks.push(restored);
      }
    }
  }
}
