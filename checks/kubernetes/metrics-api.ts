// A metrics API that reports the CPU usage that the check sets. The API server forwards requests to it, as to metrics-server.
import { once } from 'node:events';
import { createServer } from 'node:https';
import { createAuthority } from '../../tests/support/certificates.ts';
import { freePort } from '../../tests/support/free-port.ts';
import type { ControlPlane } from './control-plane.ts';
import type { Nodes } from './nodes.ts';

const group = 'metrics.k8s.io/v1beta1';

export interface MetricsApi {
  /** Sets the CPU usage that all API pods report together, in thousandths of a core. */
  readonly use: (millicores: number) => void;
  stop(): void;
}

/** Starts the API on this machine, and registers it with the API server. */
export async function startMetricsApi({ call }: ControlPlane, nodes: Nodes): Promise<MetricsApi> {
  let total = 0;
  const port = await freePort();
  const { certificate, key } = createAuthority().issue();
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    response.setHeader('Content-Type', 'application/json');
    if (path === `/apis/${group}`) {
      const resource = {
        name: 'pods',
        singularName: '',
        namespaced: true,
        kind: 'PodMetrics',
        verbs: ['get', 'list'],
      };
      response.end(
        JSON.stringify({
          kind: 'APIResourceList',
          apiVersion: 'v1',
          groupVersion: group,
          resources: [resource],
        }),
      );
    } else if (path === `/apis/${group}/namespaces/task-manager/pods`) {
      const pods = nodes.pods().filter(({ isReady, isEnding }) => isReady && !isEnding);
      const usage = { cpu: `${Math.round(total / Math.max(1, pods.length))}m`, memory: '128Mi' };
      const items = pods.map(({ name }) => ({
        metadata: { name, namespace: 'task-manager' },
        timestamp: new Date().toISOString(),
        window: '10s',
        containers: [{ name: 'api', usage }],
      }));
      response.end(JSON.stringify({ kind: 'PodMetricsList', apiVersion: group, metadata: {}, items }));
    } else {
      response.statusCode = 404;
      response.end('{}');
    }
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  await call('POST', '/api/v1/namespaces/kube-system/services', {
    metadata: { name: 'metrics' },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  await call('POST', '/apis/apiregistration.k8s.io/v1/apiservices', {
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { namespace: 'kube-system', name: 'metrics', port },
    },
  });
  return {
    use: (millicores) => {
      total = millicores;
    },
    stop: () => void server.close(),
  };
}
