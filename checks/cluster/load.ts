// The load: some clients create tasks with idempotency keys; others increment counters in shared tasks with conditional
// updates.
import type { components } from '../../generated/openapi.ts';
import type { Caller } from './retrying-client.ts';

type Task = components['schemas']['Task'];

/** The acknowledged changes, to compare with the database. */
export interface Ledger {
  /** The ids of acknowledged tasks by key. */
  readonly created: Map<string, string>;
  /** For each shared task, the number of acknowledged updates and of updates with an unknown outcome. */
  readonly counted: Map<string, { acknowledged: number; unknown: number }>;
  /** Descriptions of the unexpected responses. */
  readonly errors: string[];
}

const CREATORS = 4;
const COUNTERS = 6;
const SHARED_TASKS = 3;

/** Starts the clients. Returns a function that stops each client after its current request. */
export async function startLoad(call: Caller, ledger: Ledger): Promise<() => Promise<void>> {
  let stopped = false;
  const shared: string[] = [];
  for (let n = 0; n < SHARED_TASKS; n += 1) {
    const { response } = await call.until('POST', '/tasks', {
      body: { title: '0', tags: ['counter'] },
      headers: { 'Idempotency-Key': `"counter-${n}"` },
    });
    const { id } = response.body as Task;
    shared.push(id);
    ledger.counted.set(id, { acknowledged: 0, unknown: 0 });
  }

  async function create(client: number): Promise<void> {
    for (let n = 0; !stopped; n += 1) {
      const key = `create-${client}-${n}`;
      const { response } = await call.until('POST', '/tasks', {
        body: { title: key, tags: ['created'] },
        headers: { 'Idempotency-Key': `"${key}"` },
      });
      if (response.status === 201) ledger.created.set(key, (response.body as Task).id);
      else ledger.errors.push(`POST with the key ${key} returned ${response.status}`);
    }
  }

  async function count(client: number): Promise<void> {
    for (let n = client; !stopped; n += 1) {
      const id = shared[n % shared.length] ?? '';
      const counts = ledger.counted.get(id);
      const { response } = await call.until('GET', `/tasks/${id}`);
      const value = Number((response.body as Task).title);
      // Does not retry: after a lost response, the outcome is unknown, and a retry could apply the update twice.
      const attempt = await call.once('PATCH', `/tasks/${id}`, {
        body: { title: String(value + 1) },
        headers: { 'If-Match': response.headers.get('ETag') ?? '' },
      });
      const status = attempt.response?.status;
      if (counts === undefined) continue;
      if (status === 200) counts.acknowledged += 1;
      // If the database did not respond to a commit, the commit may have succeeded.
      else if (status === undefined || status === 503) counts.unknown += 1;
      else if (status !== 412) ledger.errors.push(`PATCH returned ${status}`);
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
