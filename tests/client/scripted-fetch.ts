// A `fetch` with scripted responses that records its requests.

/** A response to return, or an error to throw. */
export type Scripted = Response | Error;

/** A fetch function and the requests that it received. */
export interface ScriptedFetch {
  readonly requests: readonly Request[];
  readonly fetch: (request: Request) => Promise<Response>;
}

/** Creates a fetch function that returns these responses in order, and throws if it is called again after the last one. */
export function scriptedFetch(...responses: Scripted[]): ScriptedFetch {
  const requests: Request[] = [];
  return {
    requests,
    async fetch(request) {
      requests.push(request);
      // The global fetch also throws if the signal is already aborted.
      request.signal.throwIfAborted();
      const response = responses.shift();
      if (response === undefined) throw new Error(`Unexpected request: ${request.method} ${request.url}`);
      if (response instanceof Error) throw response;
      return response;
    },
  };
}

export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}

export function problem(
  status: number,
  type: string,
  more: object = {},
  headers: Record<string, string> = {},
): Response {
  const body = {
    type: `urn:problem-type:task-manager-api:${type}`,
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
