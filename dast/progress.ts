import { showProgress } from '../src/commands/progress.ts';

const intervalMs = 1000;

/** Shows the number of requests that the service has served. Returns a function that stops the display. */
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

/** The number of requests in the service's metrics. It is 0 if the service does not respond: the run reports this failure. */
async function servedRequests(url: string): Promise<number> {
  try {
    return sumOfRequests(await (await fetch(`${url}/metrics`)).text());
  } catch {
    return 0;
  }
}

/** The sum of `api_requests_total` over all labels. */
export function sumOfRequests(metrics: string): number {
  const values = metrics.matchAll(/^api_requests_total\{[^\n]*\} (\d+)$/gm);
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}
