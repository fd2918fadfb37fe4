// Request handlers for Mock Service Worker (MSW), with the contract's examples. They are for front-end tests, and keep
// no state. `http` is a parameter, so this module does not import MSW.
import { examples, operations } from '../../generated/client-examples.ts';

type Operations = typeof operations;

/** The `operationId` of an operation. */
export type OperationId = keyof Operations;

/** A documented status of an operation. */
export type StatusOf<Id extends OperationId> = keyof Operations[Id]['responses'];

/** The name of a documented example. */
export type ExampleOf<
  Id extends OperationId,
  Status extends StatusOf<Id>,
> = keyof Operations[Id]['responses'][Status] & string;

/** The part of MSW's `http` that creates handlers. */
export type MswHttp<Handler> = Readonly<
  Record<
    'get' | 'put' | 'post' | 'patch' | 'delete',
    (path: string, resolver: (info: { request: Request }) => Response) => Handler
  >
>;

/**
 * Returns a handler for each operation. It responds with the first example of the successful response, or with what the
 * request prefers, as the API's mock does: `Prefer: code=404` or `Prefer: code=503, example=databaseBusy`.
 *
 * @param http MSW's `http`.
 * @param baseUrl The base URL of the client.
 *
 * @example
 * import { http } from 'msw';
 * const server = setupServer(...taskHandlers(http, 'https://tasks.example.com'));
 */
export function taskHandlers<Handler>(http: MswHttp<Handler>, baseUrl: string): Handler[] {
  return (Object.keys(operations) as OperationId[]).map((id) => {
    const { method, path, responses } = operations[id];
    const url = baseUrl.replace(/\/$/, '') + path.replace(/\{(\w+)\}/g, ':$1');
    const success = Object.keys(responses).find((status) => status.startsWith('2')) ?? '200';
    return http[method](url, ({ request }) => {
      const prefer = request.headers.get('Prefer') ?? '';
      const [, status = success] = /\bcode=(\d+)/.exec(prefer) ?? [];
      const [, example] = /\bexample=([\w-]+)/.exec(prefer) ?? [];
      return respond(id, status, example);
    });
  });
}

/**
 * Returns a documented response, for a handler of your own.
 *
 * @param example The name of the example, the first by default.
 *
 * @example
 * server.use(http.post('https://tasks.example.com/tasks', () => exampleResponse('createTask', 422, 'invalidTask')));
 *
 * @throws Error if the contract has no such response.
 */
export function exampleResponse<Id extends OperationId, Status extends StatusOf<Id>>(
  operationId: Id,
  status: Status,
  example?: ExampleOf<Id, Status>,
): Response {
  return respond(operationId, String(status), example);
}

function respond(id: OperationId, status: string, example: string | undefined): Response {
  const responses: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> =
    operations[id].responses;
  const named = responses[status];
  const [mediaType, name] = named?.[example ?? Object.keys(named)[0] ?? ''] ?? [];
  if (named === undefined || (example !== undefined && name === undefined))
    throw new Error(
      `${id} has no response ${status}${example === undefined ? '' : ` with the example ${example}`}.`,
    );
  // A status such as 204 allows no body.
  if (mediaType === undefined || name === undefined) return new Response(null, { status: Number(status) });
  const value = examples[name];
  return new Response(mediaType.includes('json') ? JSON.stringify(value) : String(value), {
    status: Number(status),
    headers: { 'Content-Type': mediaType },
  });
}
