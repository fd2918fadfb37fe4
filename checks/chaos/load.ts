// The clients of an experiment. For each user, one client creates tasks one after another, and another lists them. For
// each instance, two further clients send the same probes as Kubernetes.
import { setTimeout as pause } from 'node:timers/promises';
import type { components } from '../../generated/openapi.ts';
import type { Instance } from '../cluster/instance.ts';
import type { InstanceName, User } from './testbed.ts';
import { probeTimeouts } from './verdict.ts';
import type { Attempt } from './verdict.ts';

type Task = components['schemas']['Task'];
type TaskPage = components['schemas']['TaskPage'];

/** A task whose creation was acknowledged. */
export interface Acknowledged {
  readonly id: string;
  readonly user: User;
  readonly title: string;
  readonly instance: InstanceName;
  readonly at: number;
}

export interface Load {
  readonly attempts: readonly Attempt[];
  readonly acknowledged: readonly Acknowledged[];
  /** Ends the load when the current creates are acknowledged. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly users: readonly User[];
  readonly targets: readonly InstanceName[];
  readonly instance: (name: InstanceName) => Instance;
  /** The tag of the tasks that the clients create. */
  readonly tag: string;
  readonly timeoutMs: number;
}

const pauseMs = 40;
const probeIntervalMs = 500;
/** How long a create is retried. */
const giveUpMs = 90_000;

/** Starts the clients, which run until `stop` is called. */
export function startLoad({ users, targets, instance, tag, timeoutMs }: LoadOptions): Load {
  const attempts: Attempt[] = [];
  const acknowledged: Acknowledged[] = [];
  let isOver = false;
  let turn = 0;

  /** Sends a request and records it. Returns the body of a successful response. */
  async function send(
    kind: Attempt['kind'],
    name: InstanceName,
    path: string,
    { timeout = timeoutMs, ...init }: RequestInit & { timeout?: number } = {},
  ): Promise<unknown> {
    const startedAt = performance.now();
    let outcome: Attempt['outcome'] = 'lost';
    try {
      const response = await fetch(`${instance(name).url}${path}`, {
        ...init,
        signal: AbortSignal.timeout(timeout),
      });
      const text = await response.text();
      outcome = response.status;
      return response.ok ? JSON.parse(text) : undefined;
    } catch {
      return undefined;
    } finally {
      attempts.push({ instance: name, kind, startedAt, endedAt: performance.now(), outcome });
    }
  }

  const nextTarget = (): InstanceName => targets[(turn += 1) % targets.length] ?? 'one';

  async function read(user: User): Promise<void> {
    while (!isOver) {
      await pause(pauseMs);
      await send('read', nextTarget(), '/tasks?limit=5', { headers: headersOf(user) });
    }
  }

  async function create(user: User): Promise<void> {
    for (let number = 0; !isOver; number += 1) {
      const title = `${tag} ${user.name} ${number}`;
      const headers = { ...headersOf(user), 'Idempotency-Key': `"${title.replaceAll(' ', '-')}"` };
      const body = JSON.stringify({ title, tags: [tag] });
      const end = performance.now() + giveUpMs;
      let task: unknown;
      let target: InstanceName = 'one';
      while (task === undefined && performance.now() < end) {
        await pause(pauseMs);
        target = nextTarget();
        task = await send('create', target, '/tasks', { method: 'POST', headers, body });
      }
      if (task === undefined) return;
      acknowledged.push({ id: (task as Task).id, user, title, instance: target, at: performance.now() });
    }
  }

  async function probe(name: InstanceName, kind: 'readiness' | 'liveness', path: string): Promise<void> {
    while (!isOver) {
      await pause(probeIntervalMs);
      // Waits longer than the probe's timeout, so that late responses are measured too.
      await send(kind, name, path, { timeout: 2 * probeTimeouts[kind] });
    }
  }

  const clients = [
    ...users.flatMap((user) => [create(user), read(user)]),
    ...targets.flatMap((name) => [
      probe(name, 'readiness', '/health/ready'),
      probe(name, 'liveness', '/health/live'),
    ]),
  ];
  return {
    ...{ attempts, acknowledged },
    async stop() {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

/** Compares the acknowledged tasks with the database. Each must exist once, and in the order of the acknowledgments. */
export async function lostTasks(
  url: string,
  tag: string,
  acknowledged: readonly Acknowledged[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [user, tasks] of Map.groupBy(acknowledged, (task) => task.user)) {
    const stored = await allTasks(url, user, tag);
    const ids = stored.map(({ id }) => id);
    const missing = tasks.filter(({ id }) => !ids.includes(id));
    if (missing.length > 0) found.push(`${missing.length} acknowledged tasks are not in the database`);
    const titles = new Set(stored.map(({ title }) => title));
    if (titles.size < stored.length) found.push(`${stored.length - titles.size} tasks were created twice`);
    const order = tasks.map(({ id }) => ids.indexOf(id));
    if (order.some((place, index) => index > 0 && place <= (order[index - 1] ?? 0)))
      found.push('tasks are not in the order of their acknowledgments');
  }
  return found;
}

async function allTasks(url: string, user: User, tag: string): Promise<Task[]> {
  const tasks: Task[] = [];
  let cursor = '';
  do {
    const path = `/tasks?tag=${tag}&sort=created&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const response = await fetch(`${url}${path}`, { headers: headersOf(user) });
    if (response.status !== 200) throw new Error(`GET ${path} returned ${response.status}`);
    const page = (await response.json()) as TaskPage;
    tasks.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return tasks;
}

function headersOf({ token }: User): Record<string, string> {
  return { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
}
