import { showProgress } from '../src/commands/progress.ts';

const intervalMs = 1000;

/** Shows how many requests a service has served, until the returned function is called. */
export function watchRequests(url: string): () => void {
  const progress = showProgress({ name: 'Fuzzing', unit: 'requests', total: undefined });
  let seen = 0;
  const timer = setInterval(() => {
    void servedRequests(url).then((served) => {
      progress.advance(Math.max(0, served - seen));
      seen = Math.max(seen, served);
    });
  }, intervalMs);
  return () => {
    clearInterval(timer);
    progress.stop();
  };
}

/** The sum of the request counter. 0 if the service does not respond, which the run reports itself. */
async function servedRequests(url: string): Promise<number> {
  try {
    return sumOfRequests(await (await fetch(`${url}/metrics`)).text());
  } catch {
    return 0;
  }
}

/** The sum of `api_requests_total` over all its labels. */
export function sumOfRequests(metrics: string): number {
  const values = metrics.matchAll(/^api_requests_total\{[^\n]*\} (\d+)$/gm);
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}
