// Simulates nodes: their pods become ready after a second, jobs finish after a second, and deleted pods exist until their
// grace period ends, like pods that drain. No containers run.
import { setTimeout } from 'node:timers/promises';
import type { ControlPlane } from './control-plane.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
}
interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly restartPolicy?: string;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
  readonly status: {
    readonly phase?: string;
    readonly startTime?: string;
    readonly conditions?: readonly Condition[];
  };
}

/** A pod that runs the API. */
export interface ApiPod {
  readonly name: string;
  readonly node: string | undefined;
  readonly image: string;
  readonly isReady: boolean;
  readonly isEnding: boolean;
}

export interface Nodes {
  /** The pods that run the API, as of the last poll. */
  pods(): readonly ApiPod[];
  /** The largest number of pods and the smallest number of ready ones since the last call. */
  extremes(): { readonly maxPods: number; readonly minReady: number };
  stop(): Promise<void>;
}

const startMs = 1000;
const pollMs = 100;
const zones = ['a', 'b', 'c'];

/** Creates a node in each of three zones, and simulates their pods. */
export async function startNodes({ call }: ControlPlane): Promise<Nodes> {
  for (const zone of zones) {
    const name = `node-${zone}`;
    await call('POST', '/api/v1/nodes', {
      metadata: {
        name,
        labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${zone}` },
      },
    });
    const size = { cpu: '8', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' };
    await call('PATCH', `/api/v1/nodes/${name}/status`, {
      status: {
        capacity: size,
        allocatable: size,
        conditions: [{ type: 'Ready', status: 'True', reason: 'Simulated', message: 'Simulated' }],
      },
    });
  }

  let seen: readonly ApiPod[] = [];
  let extremes = { maxPods: 0, minReady: Infinity };
  const started = new Map<string, number>();

  async function advance(pod: Pod): Promise<void> {
    const { name, namespace, deletionTimestamp } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const isFinished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
    if (deletionTimestamp !== undefined) {
      if (isFinished || Date.now() >= Date.parse(deletionTimestamp))
        await call('DELETE', path, { gracePeriodSeconds: 0 });
      return;
    }
    if (pod.spec.nodeName === undefined || isFinished) return;
    const since = started.get(`${namespace}/${name}`) ?? Date.now();
    started.set(`${namespace}/${name}`, since);
    if (Date.now() - since < startMs || pod.status.phase === 'Running') return;
    await call('PATCH', `${path}/status`, { status: statusOf(pod, new Date().toISOString()) });
  }

  async function round(): Promise<void> {
    const { items } = (await call('GET', '/api/v1/pods')) as { items: Pod[] };
    const own = items.filter(
      ({ metadata, status }) =>
        metadata.labels?.['app.kubernetes.io/component'] === 'api' && status.phase !== 'Failed',
    );
    seen = own.map(({ metadata, spec, status }) => ({
      name: metadata.name,
      node: spec.nodeName,
      image: spec.containers[0]?.image ?? '',
      isReady:
        status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false,
      isEnding: metadata.deletionTimestamp !== undefined,
    }));
    const ready = seen.filter(({ isReady, isEnding }) => isReady && !isEnding).length;
    extremes = {
      maxPods: Math.max(extremes.maxPods, seen.length),
      minReady: Math.min(extremes.minReady, ready),
    };
    await Promise.all(items.map(advance));
  }

  const stopped = new AbortController();
  let failure: unknown;
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      await round();
      await setTimeout(pollMs);
    }
  })().catch((error: unknown) => {
    failure = error;
  });
  return {
    pods: () => {
      if (failure !== undefined) throw new Error('The simulated nodes failed', { cause: failure });
      return seen;
    },
    extremes: () => {
      const result = extremes;
      const ready = seen.filter(({ isReady, isEnding }) => isReady && !isEnding).length;
      extremes = { maxPods: seen.length, minReady: ready };
      return result;
    },
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}

/** The status of a pod that runs, or that has finished if it belongs to a job. */
function statusOf({ spec }: Pod, now: string): object {
  const isJob = spec.restartPolicy === 'Never';
  const ready = isJob ? 'False' : 'True';
  return {
    phase: isJob ? 'Succeeded' : 'Running',
    startTime: now,
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: type === 'Ready' || type === 'ContainersReady' ? ready : 'True',
      lastTransitionTime: now,
    })),
    containerStatuses: spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: image,
      ready: !isJob,
      started: !isJob,
      restartCount: 0,
      state: isJob
        ? { terminated: { exitCode: 0, startedAt: now, finishedAt: now } }
        : { running: { startedAt: now } },
    })),
  };
}
