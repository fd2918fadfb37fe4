// The handlers for probes, load balancers and Prometheus.
import type { operations } from '../../generated/openapi.ts';
import type { PublicHandlers } from '../contract/handler.ts';
import type { Metrics } from './metrics.ts';
import { openMetrics } from './open-metrics.ts';

export interface OperationsOptions {
  readonly metrics: Pick<Metrics, 'registry'>;
  readonly database: { check(): Promise<void> };
  readonly lifecycle: { readonly state: 'starting' | 'ready' | 'draining'; readonly startedAt: number };
  readonly version: string;
  /** The commit of the build, if known. */
  readonly revision: string | undefined;
  readonly contract: { readonly version: string };
}

type OperationsHandlers = PublicHandlers<
  operations,
  'getHealth' | 'getLiveness' | 'getReadiness' | 'getMetrics'
>;

const retryAfterSeconds = 1;

export function operationsHandlers(options: OperationsOptions): OperationsHandlers {
  const { metrics, database, lifecycle, version, revision, contract } = options;
  return {
    getHealth: async () => ({
      status: 200,
      body: {
        status: lifecycle.state,
        version,
        contractVersion: contract.version,
        ...(revision === undefined ? {} : { revision }),
        uptimeSeconds: Math.max(0, Date.now() - lifecycle.startedAt) / 1000,
      },
    }),

    getLiveness: async () => ({ status: 200, body: { status: 'alive' } }),

    getReadiness: async () => {
      const { state } = lifecycle;
      const reason = state === 'ready' ? await databaseProblem(database) : `The service is ${state}.`;
      if (reason === undefined) return { status: 200, body: { status: 'ready' } };
      return {
        status: 503,
        headers: { 'Retry-After': retryAfterSeconds },
        problem: { type: 'urn:problem-type:task-manager-api:service-unavailable', detail: reason },
      };
    },

    getMetrics: async ({ responseType }) => ({
      status: 200,
      body: await (responseType.startsWith('application/openmetrics-text')
        ? openMetrics(metrics.registry)
        : metrics.registry.metrics()),
    }),
  };
}

async function databaseProblem(database: OperationsOptions['database']): Promise<string | undefined> {
  try {
    await database.check();
    return undefined;
  } catch {
    return 'The database is unavailable.';
  }
}
