import type { Case } from './cases.ts';
import type { Target } from './target.ts';

const WARM_UPS = 20;
const REPETITIONS = 300;

/** The median durations of a case. */
export interface Figures {
  readonly smallMs: number;
  readonly largeMs: number;
}

/** Measures a case. Alternates between the two databases, so that other load on the machine affects both. */
export async function measure(each: Case, small: Target, large: Target): Promise<Figures> {
  const smallPath = await pathFor(each, small);
  const largePath = await pathFor(each, large);
  const times: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let round = 0; round < WARM_UPS + REPETITIONS; round += 1) {
    const smallMs = await timed(small, smallPath);
    const largeMs = await timed(large, largePath);
    if (round < WARM_UPS) continue;
    times.small.push(smallMs);
    times.large.push(largeMs);
  }
  return { smallMs: median(times.small), largeMs: median(times.large) };
}

async function pathFor({ path, isFromMiddle }: Case, target: Target): Promise<string> {
  if (!isFromMiddle) return path;
  const sort = new URL(path, 'http://localhost').searchParams.get('sort');
  const cursor = await target.cursorInTheMiddle(sort as Parameters<Target['cursorInTheMiddle']>[0]);
  return `${path}&cursor=${encodeURIComponent(cursor)}`;
}

async function timed(target: Target, path: string): Promise<number> {
  const start = performance.now();
  await target.request(path);
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
