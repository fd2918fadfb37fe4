// What the service is meant to reach, and whether it does.
import type { Results } from './report.ts';

export interface Aim {
  readonly what: string;
  readonly aim: string;
  /** Undefined where it was not measured. */
  readonly figure: number | undefined;
  readonly isReached: boolean;
}

/** The aims and the figures of a run. */
export function aimsOf({ contenders, latency, starts, pages }: Results): Aim[] {
  const cpu = (name: string, operation: 'read' | 'list'): number =>
    contenders[name]?.operations[operation]?.cpu ?? NaN;
  const perSecond = (name: string, operation: 'read' | 'create'): number =>
    contenders[name]?.operations[operation]?.perSecond ?? NaN;
  const growth = Object.values(pages ?? {}).map((sizes) => (sizes[1_000_000] ?? NaN) / (sizes[1000] ?? NaN));
  const atMost = (what: string, figure: number | undefined, most: number, unit = ''): Aim => ({
    what,
    aim: `${most}${unit} or less`,
    figure,
    isReached: figure !== undefined && figure <= most,
  });
  const atLeast = (what: string, figure: number, least: number): Aim => ({
    what,
    aim: `${least} or more`,
    figure,
    isReached: figure >= least,
  });
  return [
    atMost('CPU, read one, to Fastify', cpu('service', 'read') / cpu('fastify', 'read'), 1),
    atMost('CPU, list 20, to Fastify', cpu('service', 'list') / cpu('fastify', 'list'), 1),
    atMost('CPU, read one, to the floor', cpu('service', 'read') / cpu('floor', 'read'), 3),
    atLeast(
      'creates a second, to Fastify',
      perSecond('service', 'create') / perSecond('fastify', 'create'),
      2,
    ),
    atMost('CPU, read one, to Express by its README', cpu('service', 'read') / cpu('express', 'read'), 0.4),
    atLeast('reads a second, to the ancestor', perSecond('service', 'read') / perSecond('flask', 'read'), 10),
    atMost(
      'p99 of the mix at 2,000 a second',
      latency?.['mix at 2000 a second']?.['service']?.p99,
      10,
      ' ms',
    ),
    atMost('a page at 1,000,000 tasks to 1,000', growth.length === 0 ? undefined : Math.max(...growth), 1.5),
    atMost('start to first answer', starts?.['service'], 500, ' ms'),
  ].map((aim) => (Number.isNaN(aim.figure) ? { ...aim, figure: undefined } : aim));
}
