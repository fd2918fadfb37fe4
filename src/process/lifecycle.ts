/** The state of the service, which health, readiness and the pipeline read. Only service.ts changes it. */
export interface Lifecycle {
  state: 'starting' | 'ready' | 'draining';
  readonly startedAt: number;
}

export function createLifecycle(): Lifecycle {
  return { state: 'starting', startedAt: Date.now() };
}
