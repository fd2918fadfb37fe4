// Calls of clients that want to be done with what they ask for: one instance after another is asked until one answers.
import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from './instance.ts';

/** What a client sees of an attempt. */
export interface Attempt {
  readonly instance: Instance;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Undefined where the connection was lost, and with it the answer. */
  readonly answer: Answer | undefined;
  /** Whether the instance was up from the beginning to the end. */
  readonly wasUp: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Caller {
  /** Every attempt that was made. */
  readonly attempts: readonly Attempt[];
  /** Asks an instance once. */
  once(method: string, path: string, sent?: Sent): Promise<Attempt>;
  /** Asks until an answer is neither lost nor one to come back later for; gives the answer and how many were lost. */
  until(method: string, path: string, sent?: Sent): Promise<{ answer: Answer; lost: number }>;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No longer than this is anything asked for: what has not come until then will not. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 20;

/** Calls the instances in turn, with this token. */
export function caller(instances: () => readonly Instance[], token: string): Caller {
  const attempts: Attempt[] = [];
  let turn = 0;

  async function once(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Attempt> {
    const list = instances();
    const instance = list[(turn += 1) % list.length];
    if (instance === undefined) throw new Error('There is no instance');
    const startedAt = performance.now();
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await fetch(`${instance.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
      .then(async (response): Promise<Answer> => {
        const text = await response.text();
        return {
          status: response.status,
          headers: response.headers,
          body: text === '' ? undefined : JSON.parse(text),
        };
      })
      .catch(() => undefined);
    const attempt = { instance, startedAt, endedAt: performance.now(), answer, wasUp: instance.isUp() };
    attempts.push(attempt);
    return attempt;
  }

  return {
    attempts,
    once,
    async until(method, path, sent) {
      const deadline = performance.now() + PATIENCE_MS;
      for (let lost = 0; ;) {
        const { answer } = await once(method, path, sent);
        if (answer === undefined) lost += 1;
        else if (![409, 429, 503].includes(answer.status)) return { answer, lost };
        if (performance.now() > deadline) throw new Error(`${method} ${path} was not done in a minute`);
        await pause(PAUSE_MS);
      }
    },
  };
}
