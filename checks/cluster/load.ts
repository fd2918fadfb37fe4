// The load: clients that create tasks, each with a key, and clients that count up in tasks that they share, each time on
// the condition that nobody else did.
import type { components } from '../../generated/openapi.ts';
import type { Caller } from './calls.ts';

type Task = components['schemas']['Task'];

/** What the clients were told, to hold the database to. */
export interface Ledger {
  /** By its key, the id of the task that was acknowledged. */
  readonly created: Map<string, string>;
  /** By the id of a shared task, the updates that were acknowledged, and those of which nobody knows. */
  readonly counted: Map<string, { acknowledged: number; unknown: number }>;
  /** What no client may see. */
  readonly faults: string[];
}

const CREATORS = 4;
const COUNTERS = 6;
const SHARED_TASKS = 3;

/** Starts the clients; what comes back stops them, when each is done with what it was at. */
export async function startLoad(call: Caller, ledger: Ledger): Promise<() => Promise<void>> {
  let stopped = false;
  const shared: string[] = [];
  for (let n = 0; n < SHARED_TASKS; n += 1) {
    const { answer } = await call.until('POST', '/tasks', {
      body: { title: '0', tags: ['counter'] },
      headers: { 'Idempotency-Key': `"counter-${n}"` },
    });
    const { id } = answer.body as Task;
    shared.push(id);
    ledger.counted.set(id, { acknowledged: 0, unknown: 0 });
  }

  async function create(client: number): Promise<void> {
    for (let n = 0; !stopped; n += 1) {
      const key = `create-${client}-${n}`;
      const { answer } = await call.until('POST', '/tasks', {
        body: { title: key, tags: ['created'] },
        headers: { 'Idempotency-Key': `"${key}"` },
      });
      if (answer.status === 201) ledger.created.set(key, (answer.body as Task).id);
      else ledger.faults.push(`POST with the key ${key} was answered ${answer.status}`);
    }
  }

  async function count(client: number): Promise<void> {
    for (let n = client; !stopped; n += 1) {
      const id = shared[n % shared.length] ?? '';
      const tally = ledger.counted.get(id);
      const { answer } = await call.until('GET', `/tasks/${id}`);
      const value = Number((answer.body as Task).title);
      // Once: whether it was done is not known when the answer is lost, and it must not be done again.
      const attempt = await call.once('PATCH', `/tasks/${id}`, {
        body: { title: String(value + 1) },
        headers: { 'If-Match': answer.headers.get('ETag') ?? '' },
      });
      const status = attempt.answer?.status;
      if (tally === undefined) continue;
      if (status === 200) tally.acknowledged += 1;
      // A commit whose answer the database did not give any more may have been kept.
      else if (status === undefined || status === 503) tally.unknown += 1;
      else if (status !== 412) ledger.faults.push(`PATCH was answered ${status}`);
    }
  }

  const clients = [
    ...Array.from({ length: CREATORS }, (_, index) => create(index)),
    ...Array.from({ length: COUNTERS }, (_, index) => count(index)),
  ];
  return async () => {
    stopped = true;
    await Promise.all(clients);
  };
}
