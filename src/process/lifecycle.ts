/**
 * The state of the service. The health and readiness operations and the pipeline read it. Only service.ts changes it.
 */
export interface Lifecycle {
  state: 'starting' | 'ready' | 'draining';
  readonly startedAt: number;
}

export function createLifecycle(): Lifecycle {
  return { state: 'starting', startedAt: Date.now() };
}
