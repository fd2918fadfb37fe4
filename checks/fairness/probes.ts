// Probes liveness and readiness like Kubernetes, with the timeouts of deploy/base/deployment.yaml.
import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 500;
const timeouts = { '/health/live': 5000, '/health/ready': 3000 };

/** Starts probing. Returns a function that stops it and resolves to the number of failed probes by outcome. */
export function startProbes(url: string): () => Promise<Map<string, number>> {
  const failures = new Map<string, number>();
  const end = new AbortController();

  async function probe(path: string, timeoutMs: number): Promise<void> {
    const outcome = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(timeoutMs) }).then(
      async (response) => {
        await response.text();
        return response.status;
      },
      (error: unknown) => (error as Error).name,
    );
    if (outcome !== 200) failures.set(`${path} ${outcome}`, (failures.get(`${path} ${outcome}`) ?? 0) + 1);
  }

  async function run([path, timeoutMs]: [string, number]): Promise<void> {
    while (!end.signal.aborted) {
      await probe(path, timeoutMs);
      await pause(INTERVAL_MS);
    }
  }

  const running = Object.entries(timeouts).map(run);
  return async () => {
    end.abort();
    await Promise.all(running);
    return failures;
  };
}
