// Compares a run with the performance targets of the service.
import type { Results } from './results.ts';

export interface Target {
  readonly metric: string;
  readonly target: string;
  /** Undefined if the run did not measure it. */
  readonly figure: number | undefined;
  readonly isMet: boolean;
}

/** Returns the targets, each with the figure that the run measured. */
export function targetsOf({ subjects, latency, starts, pages }: Results): Target[] {
  const cpu = (name: string, operation: 'read' | 'list'): number =>
    subjects[name]?.operations[operation]?.cpu ?? NaN;
  const perSecond = (name: string, operation: 'read' | 'create'): number =>
    subjects[name]?.operations[operation]?.perSecond ?? NaN;
  const growth = Object.values(pages ?? {}).map((sizes) => (sizes[1_000_000] ?? NaN) / (sizes[1000] ?? NaN));
  const atMost = (metric: string, figure: number | undefined, max: number, unit = ''): Target => ({
    metric,
    target: `at most ${max}${unit}`,
    figure,
    isMet: figure !== undefined && figure <= max,
  });
  const atLeast = (metric: string, figure: number, min: number): Target => ({
    metric,
    target: `at least ${min}`,
    figure,
    isMet: figure >= min,
  });
  return [
    atMost('CPU per read, relative to Fastify', cpu('service', 'read') / cpu('fastify', 'read'), 1),
    atMost('CPU per list of 20, relative to Fastify', cpu('service', 'list') / cpu('fastify', 'list'), 1),
    atMost('CPU per read, relative to the baseline', cpu('service', 'read') / cpu('baseline', 'read'), 3),
    atLeast(
      'creates per second, relative to Fastify',
      perSecond('service', 'create') / perSecond('fastify', 'create'),
      2,
    ),
    atMost('CPU per read, relative to plain Express', cpu('service', 'read') / cpu('express', 'read'), 0.4),
    atLeast(
      'reads per second, relative to Flask',
      perSecond('service', 'read') / perSecond('flask', 'read'),
      10,
    ),
    atMost(
      'p99 latency of the mix at 2,000 requests per second',
      latency?.['mix at 2000 per second']?.['service']?.p99,
      10,
      ' ms',
    ),
    atMost(
      'CPU per page at 1,000,000 tasks, relative to 1,000',
      growth.length === 0 ? undefined : Math.max(...growth),
      1.5,
    ),
    atMost('start to first response', starts?.['service'], 500, ' ms'),
  ].map((target) => (Number.isNaN(target.figure) ? { ...target, figure: undefined } : target));
}
