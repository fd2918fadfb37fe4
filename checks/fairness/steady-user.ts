// A well-behaved user, who sends requests at a fixed rate, whether or not the service has answered the previous ones.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** Requests per second. The rates of requests to the service add up to less than the default limit of 100. */
const rates = { read: 80, list: 5, change: 8, control: 80 } as const;

/** The duration of a window. It contains 100 read requests, so that their p99 is the second-longest latency. */
export const WINDOW_MS = (100 / rates.read) * 1000;

const TIMEOUT_MS = 10_000;

export type Kind = keyof typeof rates;

/** The latencies of a window in milliseconds, from sending a request to the end of its response. */
export interface Window {
  readonly latencies: Readonly<Record<Kind, readonly number[]>>;
  /** The number of responses other than 200 and of lost connections, by kind and outcome. */
  readonly failures: ReadonlyMap<string, number>;
}

export interface SteadyUser {
  /** Sends requests for the duration of a window, and waits for their responses. */
  window(): Promise<Window>;
  close(): void;
}

export interface SteadyUserOptions {
  readonly url: string;
  /** The URL of the control server. */
  readonly controlUrl: string;
  readonly token: string;
  /** The ids of the user's tasks. */
  readonly tasks: readonly string[];
}

/** Creates a client that reads, lists and changes the user's own tasks, and sends requests to the control server. */
export function steadyUser({ url, controlUrl, token, tasks }: SteadyUserOptions): SteadyUser {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { Authorization: `Bearer ${token}` };
  let count = 0;

  function send(kind: Kind): Promise<string | undefined> {
    const id = tasks[(count += 1) % tasks.length] ?? '';
    const [method, address, body] = {
      read: ['GET', `${url}/tasks/${id}`],
      list: ['GET', `${url}/tasks?limit=20&status=pending`],
      change: ['PATCH', `${url}/tasks/${id}`, JSON.stringify({ title: `Water plant ${count}` })],
      control: ['GET', controlUrl],
    }[kind] as [string, string, string?];
    return statusOf(address, { method, body, agent, headers });
  }

  return {
    async window() {
      const latencies: Record<Kind, number[]> = { read: [], list: [], change: [], control: [] };
      const failures = new Map<string, number>();
      const start = performance.now();
      const schedule = Object.entries(rates)
        .flatMap(([kind, rate]) =>
          Array.from({ length: Math.floor((WINDOW_MS / 1000) * rate) }, (_, index) => ({
            kind: kind as Kind,
            dueAt: start + ((index + 0.5) * 1000) / rate,
          })),
        )
        .sort((one, other) => one.dueAt - other.dueAt);
      const running: Promise<void>[] = [];
      for (const { kind, dueAt } of schedule) {
        const waitMs = dueAt - performance.now();
        if (waitMs > 0) await pause(waitMs);
        // A timer may fire late. The service does not cause this delay, so it is not measured.
        const sentAt = performance.now();
        running.push(
          send(kind).then((failure) => {
            latencies[kind].push(performance.now() - sentAt);
            if (failure !== undefined)
              failures.set(`${kind} ${failure}`, (failures.get(`${kind} ${failure}`) ?? 0) + 1);
          }),
        );
      }
      await Promise.all(running);
      return { latencies, failures };
    },
    close: () => {
      agent.destroy();
    },
  };
}

interface Options {
  readonly method: string;
  readonly body: string | undefined;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
}

/** Resolves to undefined for a 200, otherwise to the status or to the message of a connection error. */
function statusOf(url: string, { method, body, agent, headers }: Options): Promise<string | undefined> {
  const content =
    body === undefined
      ? {}
      : { 'Content-Type': 'application/merge-patch+json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const sent = request(
      url,
      { method, agent, headers: { ...headers, ...content }, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        response.resume();
        response.on('end', () => {
          resolve(response.statusCode === 200 ? undefined : String(response.statusCode));
        });
        response.on('error', (error) => {
          resolve(error.message);
        });
      },
    );
    sent.on('error', (error) => {
      resolve(error.message);
    });
    sent.end(body);
  });
}
