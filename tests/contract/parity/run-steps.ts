// Goes through the suite against one target, step by step, as one front end.
import type { TestResponse, Memory, Situation, Step } from './step.ts';
import { users } from './step.ts';

/** Something that the suite can be run against. */
export interface Target {
  readonly url: string;
  token(user: string, scope?: string): Promise<string>;
  /** Does something while the service is in a situation. */
  during<T>(situation: Situation, act: () => Promise<T>): Promise<T>;
}

/** What came of each step, by its name; undefined where no answer came. */
export type Answers = ReadonlyMap<string, TestResponse | undefined>;

/** Sends every step in its order, and gives what was answered. */
export async function consume(target: Target, steps: readonly Step[]): Promise<Answers> {
  const memory: Memory = { location: '', etag: '', cursor: '', next: '', contractTag: '' };
  const answers = new Map<string, TestResponse | undefined>();
  for (const step of steps) {
    const act = () => ask(target, step, memory);
    const answer = await (step.situation === undefined ? act() : target.during(step.situation, act));
    if (answer !== undefined) Object.assign(memory, step.remember?.(answer));
    answers.set(step.name, answer);
  }
  return answers;
}

async function ask(target: Target, step: Step, memory: Memory): Promise<TestResponse | undefined> {
  const { method, path, headers, body, as = users.consumer, scope } = step.send(memory);
  const { patienceMs = 20_000 } = step;
  const response = await fetch(target.url + path, {
    method,
    headers: {
      Accept: '*/*',
      ...(as === null ? {} : { Authorization: `Bearer ${await target.token(as, scope)}` }),
      ...preference(step),
      ...headers,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
    ...(body === undefined ? {} : { body }),
  }).catch((error: unknown) => {
    // Neither a long silence nor a closed connection is an answer.
    if (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'fetch failed'))
      return undefined;
    throw error;
  });
  return response && { status: response.status, headers: response.headers, text: await response.text() };
}

/** Asks the mock for what the service answers by itself. The service ignores it. */
function preference({ status, example, prefer }: Step): Record<string, string> {
  if (prefer === false || (status < 300 && example === undefined)) return {};
  return { Prefer: [`code=${status}`, ...(example === undefined ? [] : [`example=${example}`])].join(', ') };
}
