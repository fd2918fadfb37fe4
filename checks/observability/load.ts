// A mixed load: reads, writes, invalid requests and invalid HTTP. The load ends when it is stopped, or after `maxRounds`.
import { setTimeout } from 'node:timers/promises';
import { exchange } from '../../tests/support/raw-connection.ts';

const maxRounds = 5000;
/** The pause before each request, in milliseconds. It prevents bursts. */
const pauseMs = 20;

/** Starts the load. Returns a function that stops it. */
export function startLoad(url: string, token: string): () => Promise<void> {
  let running = true;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    await setTimeout(pauseMs);
    const answer = await fetch(`${url}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(5000),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return answer.ok && text.startsWith('{') ? JSON.parse(text) : undefined;
  };
  const round = async (number: number): Promise<void> => {
    const created = await ask('POST', '/tasks', { title: `Task ${number}`, dueAt: '2020-01-01T00:00:00Z' });
    const { id = 'none' } = (created ?? {}) as { id?: string };
    await ask('GET', `/tasks/${id}`);
    await ask('GET', '/tasks?limit=10');
    await ask('PATCH', `/tasks/${id}`, { status: number % 2 === 0 ? 'completed' : 'in_progress' });
    await ask('PUT', `/tasks/${id}`, { title: 'Replaced' });
    await ask('GET', '/summary');
    if (number % 3 === 0) await ask('DELETE', `/tasks/${id}`);
    await ask('POST', '/tasks', { title: '' });
    await ask('POST', '/tasks', '{"title":');
    await ask('GET', '/nothing');
    await ask('GET', '/health/ready');
    if (number % 5 === 0) await exchange(url, 'no HTTP\r\n\r\n');
  };
  const worker = async (): Promise<void> => {
    for (let number = 0; running && number < maxRounds; number += 1) {
      // Failed requests are expected while failures are injected.
      await round(number).catch(() => setTimeout(pauseMs));
    }
  };
  const workers = [worker(), worker()];
  return async () => {
    running = false;
    await Promise.all(workers);
  };
}
