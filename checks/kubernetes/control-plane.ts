// Starts a control plane on free local ports: etcd, the API server, the controllers and the scheduler.
import { createPublicKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { createAuthority } from '../../tests/support/certificates.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { run } from '../observability/programs.ts';
import { startProgram } from '../traces/processes.ts';
import type { Program } from '../traces/processes.ts';
import { programs } from './programs.ts';

/** The result of a kubectl command. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export interface ControlPlane {
  /** Runs kubectl as an administrator. A warning from the API server makes the command fail. */
  readonly kubectl: (args: readonly string[]) => Promise<Outcome>;
  /** Calls the API as an administrator. Throws on an error response, except for 404 and 409. */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
  stop(): Promise<void>;
}

const token = 'administrator';

export async function startControlPlane(folder: string): Promise<ControlPlane> {
  const authority = createAuthority();
  const { certificate, key } = authority.issue();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const files = {
    ca: file('ca.crt', authority.certificate),
    certificate: file('tls.crt', certificate),
    key: file('tls.key', key),
    // The same key signs service account tokens.
    publicKey: file('service-accounts.pub', createPublicKey(key).export({ type: 'spki', format: 'pem' })),
    tokens: file('tokens.csv', `${token},administrator,1,system:masters\n`),
  };
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const url = `https://127.0.0.1:${port}`;
  const kubeconfig = file(
    'kubeconfig',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'check',
      clusters: [{ name: 'check', cluster: { server: url, 'certificate-authority': files.ca } }],
      users: [{ name: 'administrator', user: { token } }],
      contexts: [{ name: 'check', context: { cluster: 'check', user: 'administrator' } }],
    }),
  );

  const call: ControlPlane['call'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = {
        Authorization: `Bearer ${token}`,
        // Node does not set this header for DELETE.
        'Content-Length': Buffer.byteLength(text),
        'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      };
      const sent = request(`${url}${path}`, { method, headers, ca: authority.certificate }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode = 0 } = response;
          const answer = Buffer.concat(chunks).toString();
          if (statusCode < 300) resolve(answer.startsWith('{') ? JSON.parse(answer) : answer);
          else if (statusCode === 404 || statusCode === 409) resolve(undefined);
          else reject(new Error(`${method} ${path}: ${statusCode} ${answer}`));
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  const isReady = async (): Promise<boolean> => {
    try {
      return (await call('GET', '/readyz')) === 'ok';
    } catch {
      return false;
    }
  };

  const running: Program[] = [];
  const start = async (
    name: string,
    program: string,
    args: readonly string[],
    ready: () => Promise<boolean>,
  ) => {
    running.unshift(await startProgram(program, args, { folder, name, isReady: ready }));
  };
  const stop = async (): Promise<void> => {
    for (const program of running.splice(0)) await program.kill();
  };
  try {
    mkdirSync(join(folder, 'etcd'), { mode: 0o700 });
    await start(
      'etcd',
      programs.etcd,
      [
        `--data-dir=${join(folder, 'etcd')}`,
        '--unsafe-no-fsync',
        `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
        `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
        `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      ],
      () => respondsOk(`http://127.0.0.1:${etcdPort}/health`),
    );
    await start(
      'kube-apiserver',
      programs.apiServer,
      [
        `--etcd-servers=http://127.0.0.1:${etcdPort}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${port}`,
        `--tls-cert-file=${files.certificate}`,
        `--tls-private-key-file=${files.key}`,
        `--token-auth-file=${files.tokens}`,
        '--authorization-mode=RBAC',
        '--service-cluster-ip-range=10.0.0.0/24',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${files.publicKey}`,
        `--service-account-signing-key-file=${files.key}`,
        // The simulated nodes never get the condition that removes this taint.
        '--disable-admission-plugins=TaintNodesByCondition',
      ],
      isReady,
    );
    await Promise.all([
      start(
        'kube-controller-manager',
        programs.controllerManager,
        [
          `--kubeconfig=${kubeconfig}`,
          `--service-account-private-key-file=${files.key}`,
          `--root-ca-file=${files.ca}`,
          '--controllers=*,-node-lifecycle-controller',
          '--leader-elect=false',
          '--secure-port=0',
          // The simulated pods start within a second, so the autoscaler does not need its default delays.
          '--horizontal-pod-autoscaler-sync-period=2s',
          '--horizontal-pod-autoscaler-cpu-initialization-period=1s',
          '--horizontal-pod-autoscaler-initial-readiness-delay=1s',
        ],
        async () => (await call('GET', '/api/v1/namespaces/default/serviceaccounts/default')) !== undefined,
      ),
      start(
        'kube-scheduler',
        programs.scheduler,
        [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
        () => Promise.resolve(true),
      ),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    kubectl: (args) =>
      run(programs.kubectl, ['--warnings-as-errors', ...args], { ...process.env, KUBECONFIG: kubeconfig }),
    call,
    stop,
  };
}
