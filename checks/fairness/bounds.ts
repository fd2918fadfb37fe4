// The effect of one shape of hostile load on other callers, and the bounds on it.
import { median } from '../../bench/measure/statistics.ts';
import type { Counts } from './hostile-load.ts';
import type { Kind, Window } from './steady-user.ts';

/** The maximum factor by which a latency of the other user may increase. */
export const MAX_RATIO = 5;

/**
 * The minimum latency of the user alone. It replaces shorter measured latencies, because the scheduler and the disk of
 * a shared machine vary by more than a factor of five at that scale.
 */
const MIN_ALONE_MS = { read: 2, change: 12 } as const;

export const MEMORY_MB = 512;

/** The median of the p99 latencies of several windows. */
export interface Latency {
  readonly aloneMs: number;
  readonly duringMs: number;
  /** The latency of the control server, at the same time on the same machine. */
  readonly controlMs: number;
}

export interface Figures {
  readonly shape: string;
  /** The outcomes of the hostile requests. */
  readonly outcomes: Counts;
  /** CPU time of the service and of PostgreSQL per hostile request, in milliseconds. */
  readonly cpuMs: number;
  readonly read: Latency;
  readonly change: Latency;
  /** The number of failed requests of the other user, by outcome. */
  readonly failures: ReadonlyMap<string, number>;
  /** The number of failed probes, by outcome. */
  readonly failedProbes: ReadonlyMap<string, number>;
  /** The peak memory of the service; undefined if the service ended. */
  readonly peakMb: number | undefined;
}

/** The latency of one kind of request from the other user. */
export function latencyOf(
  kind: 'read' | 'change',
  alone: readonly Window[],
  during: readonly Window[],
): Latency {
  const typical = (windows: readonly Window[], of: Kind): number =>
    median(windows.map(({ latencies }) => percentile99(latencies[of])));
  return {
    aloneMs: typical(alone, kind),
    duringMs: typical(during, kind),
    controlMs: typical(during, 'control'),
  };
}

function percentile99(latencies: readonly number[]): number {
  const sorted = latencies.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;
}

/**
 * The latency during the hostile load, as a multiple of the latency without it. If the control server is even slower, the
 * machine is busy with something else, so the result is a multiple of the control server's latency.
 */
export function ratioOf(kind: 'read' | 'change', { aloneMs, duringMs, controlMs }: Latency): number {
  return duringMs / Math.max(aloneMs, controlMs, MIN_ALONE_MS[kind]);
}

/** Describes each bound that the figures exceed. */
export function exceededBounds(figures: Figures): string[] {
  const { failures, failedProbes, peakMb } = figures;
  const broken: string[] = [];
  for (const kind of ['read', 'change'] as const) {
    const ratio = ratioOf(kind, figures[kind]);
    if (!(ratio <= MAX_RATIO)) broken.push(`another user's ${kind} takes ${ratio.toFixed(1)} times as long`);
  }
  if (failures.size > 0) broken.push(`another user's requests fail: ${listed(failures)}`);
  if (failedProbes.size > 0) broken.push(`probes fail: ${listed(failedProbes)}`);
  if (peakMb === undefined) broken.push('the service ended');
  else if (peakMb > MEMORY_MB) broken.push(`the service uses ${peakMb.toFixed(0)} MB`);
  return broken;
}

/** Formats counts as `429 × 3, 503 × 1`. */
export function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} × ${count}`).join(', ');
}
