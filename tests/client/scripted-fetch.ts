// A `fetch` that answers what a test tells it to, and remembers what it was asked.

/** What to answer: a response, or an error to throw in its place. */
export type Scripted = Response | Error;

/** A fetch function and the requests that it got. */
export interface ScriptedFetch {
  readonly requests: readonly Request[];
  readonly fetch: (request: Request) => Promise<Response>;
}

/** Takes the answers in their order; gives a fetch that throws when it is called once more than that. */
export function scriptedFetch(...answers: Scripted[]): ScriptedFetch {
  const requests: Request[] = [];
  return {
    requests,
    async fetch(request) {
      requests.push(request);
      // As the real one does.
      request.signal.throwIfAborted();
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`Not expected: ${request.method} ${request.url}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/** A JSON answer. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

/** A problem as the service answers it. */
export function problem(
  status: number,
  type: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response {
  const body = {
    type: `/docs/problems#${type}`,
    title: 'A title',
    status,
    detail: 'A detail.',
    requestId: 'r-1',
    ...more,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
