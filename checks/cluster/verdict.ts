// Holds what is in the database to what the clients were told.
import type { components } from '../../generated/openapi.ts';
import type { Attempt, Caller } from './calls.ts';
import type { Ledger } from './load.ts';

type Task = components['schemas']['Task'];
type TaskPage = components['schemas']['TaskPage'];

/** Reads everything through the API, and gives what is not as it was promised. */
export async function checkLedger(call: Caller, ledger: Ledger): Promise<string[]> {
  const faults = [...ledger.faults];
  const tasks = await allTasks(call, 'created');
  const byTitle = Map.groupBy(tasks, ({ title }) => title);
  for (const [title, same] of byTitle) {
    if (same.length > 1) faults.push(`${title} was created ${same.length} times`);
    if (!ledger.created.has(title)) faults.push(`${title} is there, and nobody was told`);
  }
  for (const [key, id] of ledger.created) {
    if (byTitle.get(key)?.[0]?.id !== id) faults.push(`${key} was acknowledged as ${id}, and is not there`);
  }
  for (const [id, { acknowledged, unknown }] of ledger.counted) {
    const { answer } = await call.until('GET', `/tasks/${id}`);
    const value = Number((answer.body as Task).title);
    const version = Number(answer.headers.get('ETag')?.replaceAll('"', ''));
    if (version !== value + 1)
      faults.push(`${id} counts ${value} and is at version ${version}: an update was done twice`);
    if (value < acknowledged) faults.push(`${id} counts ${value} of ${acknowledged} acknowledged updates`);
    if (value > acknowledged + unknown) faults.push(`${id} counts ${value}, more than was asked for`);
  }
  return faults;
}

async function allTasks(call: Caller, tag: string): Promise<Task[]> {
  const tasks: Task[] = [];
  let cursor = '';
  do {
    const { answer } = await call.until(
      'GET',
      `/tasks?tag=${tag}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const page = answer.body as TaskPage;
    tasks.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return tasks;
}

/** What of these attempts is no answer that a client can work with: only problems with 503 are, besides success. */
export function checkAnswers(attempts: readonly Attempt[]): string[] {
  const expected = new Set([200, 201, 409, 412]);
  const faults = attempts.flatMap(({ instance, answer, wasUp }) => {
    if (answer === undefined) return wasUp ? [`${instance.name}, which was up, did not answer`] : [];
    if (expected.has(answer.status)) return [];
    const isProblem = answer.headers.get('Content-Type')?.startsWith('application/problem+json') === true;
    return answer.status === 503 && isProblem && answer.headers.has('Retry-After')
      ? []
      : [`${instance.name} answered ${answer.status}`];
  });
  return [...Map.groupBy(faults, (fault) => fault)].map(([fault, same]) => `${fault}, ${same.length} times`);
}

/** The attempts by how they ended, for people: `201 × 1234, lost × 3`. */
export function tally(attempts: readonly Attempt[]): string {
  const kinds = Map.groupBy(attempts, ({ answer }) => String(answer?.status ?? 'lost'));
  return [...kinds]
    .sort()
    .map(([kind, same]) => `${kind} × ${same.length}`)
    .join(', ');
}
