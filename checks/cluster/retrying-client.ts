// A client that retries: it calls one instance after another until one responds.
import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from './instance.ts';

/** An attempt to call an instance, as the client sees it. */
export interface Attempt {
  readonly instance: Instance;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Undefined if the connection was lost. */
  readonly response: ReceivedResponse | undefined;
  /** Whether the instance was up during the whole attempt. */
  readonly wasUp: boolean;
}

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Caller {
  readonly attempts: readonly Attempt[];
  /** Calls one instance once. */
  once(method: string, path: string, sent?: Sent): Promise<Attempt>;
  /** Retries until a response arrives that is neither a 429 nor a 503. Counts the lost responses. */
  until(method: string, path: string, sent?: Sent): Promise<{ response: ReceivedResponse; lost: number }>;
}

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 20;

/** Calls the instances round-robin. */
export function caller(instances: () => readonly Instance[], token: string): Caller {
  const attempts: Attempt[] = [];
  let turn = 0;

  async function once(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Attempt> {
    const list = instances();
    const instance = list[(turn += 1) % list.length];
    if (instance === undefined) throw new Error('No instance is running');
    const startedAt = performance.now();
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const response = await fetch(`${instance.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
      .then(async (received): Promise<ReceivedResponse> => {
        const text = await received.text();
        return {
          status: received.status,
          headers: received.headers,
          body: text === '' ? undefined : JSON.parse(text),
        };
      })
      .catch(() => undefined);
    const attempt = { instance, startedAt, endedAt: performance.now(), response, wasUp: instance.isUp() };
    attempts.push(attempt);
    return attempt;
  }

  return {
    attempts,
    once,
    async until(method, path, sent) {
      const deadline = performance.now() + TIMEOUT_MS;
      for (let lost = 0; ;) {
        const { response } = await once(method, path, sent);
        if (response === undefined) lost += 1;
        else if (![429, 503].includes(response.status)) return { response, lost };
        if (performance.now() > deadline)
          throw new Error(`${method} ${path} did not succeed within a minute`);
        await pause(PAUSE_MS);
      }
    },
  };
}
