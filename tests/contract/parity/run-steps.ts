// Runs the steps of the suite against one target, as a single front end would.
import { creators, type Ids } from '../../support/example-items.ts';
import type { TestResponse, Memory, ServiceState, Step } from './step.ts';
import { emptyMemory, users } from './step.ts';

/** A server that the suite can run against: the mock, the sandbox or the service. */
export interface Target {
  readonly url: string;
  token(user: string, scope?: string): Promise<string>;
  /** Runs `act` while the service is in this state. */
  inState<T>(state: ServiceState, act: () => Promise<T>): Promise<T>;
  /** Whether a step is sent with `Prefer`. Default: every step. */
  readonly prefers?: (step: Step) => boolean;
}

/** The response to each step, by the step's name. Undefined if there was no response. */
export type Responses = ReadonlyMap<string, TestResponse | undefined>;

/** Sends the requests of all steps in order, and returns the responses. */
export async function runSteps(target: Target, steps: readonly Step[]): Promise<Responses> {
  const memory: Memory = { ...emptyMemory };
  const responses = new Map<string, TestResponse | undefined>();
  for (const step of steps) {
    const act = () => sendStep(target, step, memory);
    const response = await (step.state === undefined ? act() : target.inState(step.state, act));
    if (response !== undefined)
      Object.assign(memory, step.remember?.(response), {
        ids: { ...memory.ids, ...createdIds(step, response) },
      });
    responses.set(step.name, response);
  }
  return responses;
}

/** The id of what the response reports as created, by the path parameter that identifies it. */
function createdIds({ operation }: Step, { status, text }: TestResponse): Ids {
  const [parameter] = [...creators].find(([, { id }]) => id === operation) ?? [];
  if (parameter === undefined || status >= 300) return {};
  return { [parameter]: (JSON.parse(text) as { id: string }).id };
}

async function sendStep(target: Target, step: Step, memory: Memory): Promise<TestResponse | undefined> {
  const { method, path, headers, body, as = users.consumer, scope } = step.send(memory);
  const { timeoutMs = 20_000 } = step;
  const response = await fetch(target.url + path, {
    method,
    headers: {
      Accept: '*/*',
      ...(as === null ? {} : { Authorization: `Bearer ${await target.token(as, scope)}` }),
      ...((target.prefers?.(step) ?? true) ? preference(step) : {}),
      ...headers,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body }),
  }).catch((error: unknown) => {
    // A timeout or a closed connection counts as no response.
    if (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'fetch failed'))
      return undefined;
    throw error;
  });
  return response && { status: response.status, headers: response.headers, text: await response.text() };
}

/** Asks the mock for the response that the service is expected to return. The service ignores this header. */
function preference({ status, example, prefer }: Step): Record<string, string> {
  if (prefer === false || (status < 300 && example === undefined)) return {};
  return { Prefer: [`code=${status}`, ...(example === undefined ? [] : [`example=${example}`])].join(', ') };
}
