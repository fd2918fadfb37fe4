// The requests for one contender: those of the contract, or, for a contender with a contract of its own, the like, with
// what it answers at first as what it has to answer ever after.
import type { Task } from '../src/tasks/task.ts';
import type { Contender } from './contenders.ts';
import type { PlannedRequest } from './load/protocol.ts';
import { changedTasks, createPlan, mixPlan, patchPlan, readPlans, someIds } from './operations.ts';
import type { Plan, Plans, Tokens } from './operations.ts';

interface Target {
  readonly seed: string;
  readonly tokens: Tokens;
  readonly port: number;
}

/** A path that any contender answers with 200, and the headers to send there. */
export function probeOf(seed: string, { reader }: Tokens): { path: string; headers: Record<string, string> } {
  return { path: `/tasks/${someIds(seed)[0]}`, headers: { Authorization: `Bearer ${reader}` } };
}

/** All that a contender will be sent. Creates the tasks that it will be asked to change. */
export async function plansFor({ contract }: Contender, target: Target): Promise<Partial<Plans>> {
  return contract === 'ours' ? await plansOfOurs(target) : await plansOfTheirOwn(target);
}

async function plansOfOurs({ seed, tokens, port }: Target): Promise<Plans> {
  const create = createPlan(tokens);
  const patch = patchPlan(await createSome(port, create), tokens);
  const plans = { ...readPlans(seed, tokens), create, patch };
  return { ...plans, mix: mixPlan(plans) };
}

async function createSome(port: number, plan: Plan): Promise<Task[]> {
  const created: Task[] = [];
  for (const planned of firstOf(plan, changedTasks)) {
    const text = await answerTo(port, planned);
    if (text.length !== planned.body) throw new Error(`A create was answered with ${text}`);
    created.push(JSON.parse(text) as Task);
  }
  return created;
}

async function plansOfTheirOwn({ seed, port }: Target): Promise<Partial<Plans>> {
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
  for (const planned of firstOf([create], changedTasks)) {
    created.push((JSON.parse(await answerTo(port, planned)) as { id: string }).id);
  }
  const patches = (['in_progress', 'pending'] as const).flatMap((status) =>
    created.map((id): PlannedRequest => {
      const content = JSON.stringify({ status });
      return { method: 'PATCH', path: `/tasks/${id}`, headers, content, status: 200, body: '' };
    }),
  );
  const get = (path: string): PlannedRequest => ({ method: 'GET', path, headers: {}, status: 200, body: '' });
  const wholeAnswers = async (plan: Plan): Promise<Plan> =>
    await mapInTurn(plan, async (planned) => ({ ...planned, body: await answerTo(port, planned) }));
  const lengths = async (plan: Plan): Promise<Plan> =>
    await mapInTurn(plan, async (planned) => ({
      ...planned,
      body: Buffer.byteLength(await answerTo(port, planned)),
    }));
  return {
    create: await lengths([create]),
    patch: await lengths(patches),
    read: await wholeAnswers(someIds(seed).map((id) => get(`/tasks/${id}`))),
    list: await wholeAnswers([get('/tasks')]),
  };
}

function firstOf(plan: Plan, count: number): Plan {
  return Array.from({ length: count }, (_, n) => plan[n % plan.length]).filter((each) => each !== undefined);
}

async function mapInTurn<From, To>(all: readonly From[], work: (each: From) => Promise<To>): Promise<To[]> {
  const results: To[] = [];
  for (const each of all) results.push(await work(each));
  return results;
}

/** The body of the answer. Throws when its status is not as planned. */
async function answerTo(
  port: number,
  { method, path, headers, content, status }: PlannedRequest,
): Promise<string> {
  const body = content ?? null;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body });
  const text = await response.text();
  if (response.status !== status)
    throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
  return text;
}
