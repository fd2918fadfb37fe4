// Decides the result of a call if the response to an earlier attempt was lost. The service may have processed that
// attempt.
import type { TaskConnectionError } from './connection-error.ts';
import type { ReplaceTask, Task, UpdateTask } from './types.ts';

/** The result of one attempt. */
export type Outcome =
  | { readonly response: Response; readonly error?: undefined }
  | { readonly response?: undefined; readonly error: TaskConnectionError };

/** Returns whether repeating the request is safe. After a lost response, `settle` finds out whether it was processed. */
export function isRepeatable(request: Request): boolean {
  const { method, headers, url } = request;
  return (
    /^(?:GET|HEAD|OPTIONS|DELETE)$/.test(method) ||
    headers.has('Idempotency-Key') ||
    url.endsWith('/restore') ||
    requiredVersion(request) > 0
  );
}

/**
 * Returns the version in `If-Match` of a change that requires exactly one version, and NaN for other requests. The
 * service applies such a change at most once.
 */
function requiredVersion({ method, headers }: Request): number {
  const [, version] = /^P\w+ "(\d+)"$/.exec(`${method} ${headers.get('If-Match')}`) ?? [];
  return Number(version);
}

/**
 * Returns the response for the caller, after an earlier response was lost.
 *
 * A delete of a task that does not exist counts as successful. A change with a stale version was applied if the task
 * has the next version and the fields that were sent; the result is then the response of `read`. If there were further
 * changes, it is unknown whether the change was applied.
 *
 * @throws The lost error if the outcome is unknown.
 */
export async function settle(
  request: Request,
  response: Response,
  lost: Outcome,
  read: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (request.method === 'DELETE')
    return (await isGone(response)) ? new Response(null, { status: 204 }) : response;
  const version = requiredVersion(request);
  if (!version || response.status !== 412) return response;

  const { url, signal, headers } = request;
  const unconditional = new Request(url, { signal, headers });
  unconditional.headers.delete('If-Match');
  const current = await read(unconditional);
  const task = current.ok ? ((await current.clone().json()) as Task) : undefined;
  if (task?.version === version + 1) return (await hasChange(task, request)) ? current : response;
  if (lost.error) throw lost.error;
  return lost.response;
}

/** Returns whether the resource does not exist. The 404 of a gateway, or of an unknown route, does not mean that. */
async function isGone(response: Response): Promise<boolean> {
  return response.status === 404 && /:(?!route-)[\w-]+-not-found"/.test(await response.clone().text());
}

/** Returns whether a task has all the values that the request sets. */
async function hasChange(task: Task, request: Request): Promise<boolean> {
  const sent = (await request.clone().json()) as UpdateTask;
  // A service of an earlier version does not return the fields that later versions added.
  const whole = { ...defaults, ...task };
  return comparable(whole) === comparable({ ...whole, ...(request.method === 'PUT' && defaults), ...sent });
}

/** The values of the fields that a replacement omits, as the contract defines them. */
const defaults = {
  description: null,
  status: 'pending',
  priority: 'medium',
  dueAt: null,
  tags: [],
} satisfies Required<Omit<ReplaceTask, 'title'>>;

/**
 * Returns a string that is equal for equal tasks. The service returns date-times in UTC, and an empty list after a
 * request with `tags: null`.
 */
function comparable({ dueAt, tags, ...rest }: Omit<Task, 'tags'> & Pick<UpdateTask, 'tags'>): string {
  return JSON.stringify({ ...rest, dueAt: dueAt && Date.parse(dueAt), tags: tags ?? [] });
}
