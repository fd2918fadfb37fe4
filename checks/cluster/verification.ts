// Compares the database with the acknowledged changes, and reports unexpected responses.
import type { components } from '../../generated/openapi.ts';
import type { Attempt, Caller } from './retrying-client.ts';
import type { Ledger } from './load.ts';

type Task = components['schemas']['Task'];
type TaskPage = components['schemas']['TaskPage'];

/** Reads all tasks through the API and returns the differences. */
export async function checkLedger(call: Caller, ledger: Ledger): Promise<string[]> {
  const errors = [...ledger.errors];
  const tasks = await allTasks(call, 'created');
  const byTitle = Map.groupBy(tasks, ({ title }) => title);
  for (const [title, same] of byTitle) {
    if (same.length > 1) errors.push(`${title} was created ${same.length} times`);
    if (!ledger.created.has(title)) errors.push(`${title} exists but was not acknowledged`);
  }
  for (const [key, id] of ledger.created) {
    if (byTitle.get(key)?.[0]?.id !== id)
      errors.push(`${key} was acknowledged with the id ${id} but does not exist`);
  }
  for (const [id, { acknowledged, unknown }] of ledger.counted) {
    const { response } = await call.until('GET', `/tasks/${id}`);
    const value = Number((response.body as Task).title);
    const version = Number(response.headers.get('ETag')?.replaceAll('"', ''));
    if (version !== value + 1)
      errors.push(`${id} counts ${value} at version ${version}: an update was applied twice`);
    if (value < acknowledged)
      errors.push(`${id} counts only ${value} of ${acknowledged} acknowledged updates`);
    if (value > acknowledged + unknown)
      errors.push(`${id} counts ${value}, which is more than the number of requested updates`);
  }
  return errors;
}

async function allTasks(call: Caller, tag: string): Promise<Task[]> {
  const tasks: Task[] = [];
  let cursor = '';
  do {
    const { response } = await call.until(
      'GET',
      `/tasks?tag=${tag}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const page = response.body as TaskPage;
    tasks.push(...page.items);
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return tasks;
}

/** Reports unexpected responses. Besides the expected statuses, only 503 problems with Retry-After are valid. */
export function checkResponses(attempts: readonly Attempt[]): string[] {
  const expected = new Set([200, 201, 412]);
  const errors = attempts.flatMap(({ instance, response, wasUp }) => {
    if (response === undefined) return wasUp ? [`${instance.name} was up but did not respond`] : [];
    if (expected.has(response.status)) return [];
    const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') === true;
    return response.status === 503 && isProblem && response.headers.has('Retry-After')
      ? []
      : [`${instance.name} returned ${response.status}`];
  });
  return [...Map.groupBy(errors, (error) => error)].map(([error, same]) => `${error}, ${same.length} times`);
}

/** The number of attempts by status: `201 × 1234, lost × 3`. */
export function statusCounts(attempts: readonly Attempt[]): string {
  const kinds = Map.groupBy(attempts, ({ response }) => String(response?.status ?? 'lost'));
  return [...kinds]
    .sort()
    .map(([kind, same]) => `${kind} × ${same.length}`)
    .join(', ');
}
