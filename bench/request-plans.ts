// The requests to one subject. A subject with a different contract gets equivalent requests, and its first responses become
// the expected responses.
import type { Task } from '../src/tasks/task.ts';
import type { Subject } from './subjects.ts';
import type { PlannedRequest } from './load/protocol.ts';
import { changedTaskCount, createPlan, mixPlan, patchPlan, readPlans, someIds } from './operations.ts';
import type { Plan, Plans, Tokens } from './operations.ts';

interface Server {
  readonly seed: string;
  readonly tokens: Tokens;
  readonly port: number;
}

/** A path for which every subject returns 200, and the headers to send. */
export function probeOf(seed: string, { reader }: Tokens): { path: string; headers: Record<string, string> } {
  return { path: `/tasks/${someIds(seed)[0]}`, headers: { Authorization: `Bearer ${reader}` } };
}

/** All requests to a subject. Creates the tasks that the requests change. */
export async function plansFor({ contract, checkout }: Subject, server: Server): Promise<Partial<Plans>> {
  if (contract === 'own') return await plansOfOwnContract(server);
  const plans = await plansOfContract(server);
  return checkout === undefined ? plans : await recordedPlans(plans, server.port);
}

async function plansOfContract({ seed, tokens, port }: Server): Promise<Plans> {
  const create = createPlan(tokens);
  const patch = patchPlan(await createSome(port, create), tokens);
  const plans = { ...readPlans(seed, tokens), create, patch };
  return { ...plans, mix: mixPlan(plans) };
}

/** Records the first responses as the expected ones, because another version may return different bytes (cursors). */
async function recordedPlans({ read, list, search, create, patch }: Plans, port: number): Promise<Plans> {
  const plans = {
    read: await withBodies(port, read),
    list: await withBodies(port, list),
    search: await withBodies(port, search),
    create: await withLengths(port, create),
    patch: await withLengths(port, patch),
  };
  return { ...plans, mix: mixPlan(plans) };
}

async function createSome(port: number, plan: Plan): Promise<Task[]> {
  const created: Task[] = [];
  for (const planned of firstOf(plan, changedTaskCount)) {
    const text = await responseTo(port, planned);
    created.push(JSON.parse(text) as Task);
  }
  return created;
}

async function plansOfOwnContract({ seed, port }: Server): Promise<Partial<Plans>> {
  const headers = { 'Content-Type': 'application/json' };
  const create: PlannedRequest = {
    method: 'POST',
    path: '/tasks',
    headers,
    content: JSON.stringify({ title: 'Order the plants', description: 'Six of them.', priority: 'high' }),
    status: 201,
    body: '',
  };
  const created: string[] = [];
  for (const planned of firstOf([create], changedTaskCount)) {
    created.push((JSON.parse(await responseTo(port, planned)) as { id: string }).id);
  }
  const patches = (['in_progress', 'pending'] as const).flatMap((status) =>
    created.map((id): PlannedRequest => {
      const content = JSON.stringify({ status });
      return { method: 'PATCH', path: `/tasks/${id}`, headers, content, status: 200, body: '' };
    }),
  );
  const get = (path: string): PlannedRequest => ({ method: 'GET', path, headers: {}, status: 200, body: '' });
  return {
    create: await withLengths(port, [create]),
    patch: await withLengths(port, patches),
    read: await withBodies(
      port,
      someIds(seed).map((id) => get(`/tasks/${id}`)),
    ),
    list: await withBodies(port, [get('/tasks')]),
  };
}

async function withBodies(port: number, plan: Plan): Promise<Plan> {
  return await mapSequentially(plan, async (planned) => ({
    ...planned,
    body: await responseTo(port, planned),
  }));
}

async function withLengths(port: number, plan: Plan): Promise<Plan> {
  return await mapSequentially(plan, async (planned) => {
    return { ...planned, body: Buffer.byteLength(await responseTo(port, planned)) };
  });
}

function firstOf(plan: Plan, count: number): Plan {
  return Array.from({ length: count }, (_, n) => plan[n % plan.length]).filter((each) => each !== undefined);
}

async function mapSequentially<From, To>(
  all: readonly From[],
  work: (each: From) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  for (const each of all) results.push(await work(each));
  return results;
}

/** The body of the response. Throws if the status differs from the planned one. */
async function responseTo(
  port: number,
  { method, path, headers, content, status }: PlannedRequest,
): Promise<string> {
  const body = content ?? null;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body });
  const text = await response.text();
  if (response.status !== status) throw new Error(`${method} ${path} returned ${response.status}: ${text}`);
  return text;
}
