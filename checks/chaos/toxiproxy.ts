// Runs Toxiproxy, which disturbs connections, and controls it through its HTTP API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tests/support/free-port.ts';
import { respondsOk } from '../../tests/support/responds-ok.ts';
import { build } from '../traces/go-programs.ts';
import { startProgram } from '../traces/processes.ts';

/**
 * A change that Toxiproxy makes to the bytes of a connection. https://github.com/Shopify/toxiproxy#toxics explains the
 * attributes.
 */
export type Toxic =
  | { readonly type: 'latency'; readonly attributes: { readonly latency: number; readonly jitter?: number } }
  /** With the timeout 0, a black hole: connections stay open, but data is discarded. */
  | { readonly type: 'timeout'; readonly attributes: { readonly timeout: number } }
  /** Closes each connection after this many bytes. */
  | { readonly type: 'limit_data'; readonly attributes: { readonly bytes: number } }
  /** Blocks all data, and resets connections after a timeout. */
  | { readonly type: 'reset_peer'; readonly attributes: { readonly timeout: number } }
  /** Delays the end of a connection. */
  | { readonly type: 'slow_close'; readonly attributes: { readonly delay: number } }
  /** Limits the kilobytes per second. */
  | { readonly type: 'bandwidth'; readonly attributes: { readonly rate: number } };

export interface Proxy {
  /** The host and port on which the proxy listens. */
  readonly host: string;
  /** Disturbs all connections in both directions. Latency applies only to data on its way to the service. */
  disturb(toxic: Toxic): Promise<void>;
  /** Refuses connections, and closes the open ones. */
  refuse(): Promise<void>;
  /** Ends all disturbances. */
  restore(): Promise<void>;
}

export interface Toxiproxy {
  /** Creates a proxy for a host and port. */
  proxy(name: string, upstream: string): Promise<Proxy>;
  stop(): Promise<void>;
}

/** Starts Toxiproxy. Compiles it first if it is not cached. Throws a `BuildError`. */
export async function startToxiproxy(): Promise<Toxiproxy> {
  const program = await build('toxiproxy');
  const folder = mkdtempSync(join(tmpdir(), 'toxiproxy-'));
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  const running = await startProgram(program, ['-host', '127.0.0.1', '-port', String(port)], {
    ...{ folder, name: 'toxiproxy' },
    isReady: () => respondsOk(`${api}/version`),
  });

  async function call(method: 'POST' | 'DELETE' | 'GET', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${api}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Toxiproxy: ${method} ${path} returned ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    async proxy(name, upstream) {
      const proxy = { name, upstream, listen: '127.0.0.1:0', enabled: true };
      const { listen } = (await call('POST', '/proxies', proxy)) as { listen: string };
      const path = `/proxies/${name}`;
      return {
        host: listen,
        async disturb({ type, attributes }) {
          // Latency in one direction already delays each round trip.
          const streams = type === 'latency' ? ['downstream'] : ['downstream', 'upstream'];
          for (const stream of streams) await call('POST', `${path}/toxics`, { type, stream, attributes });
        },
        async refuse() {
          await call('POST', path, { enabled: false });
        },
        async restore() {
          const toxics = (await call('GET', `${path}/toxics`)) as { name: string }[];
          for (const toxic of toxics) await call('DELETE', `${path}/toxics/${toxic.name}`);
          await call('POST', path, { enabled: true });
        },
      };
    },
    async stop() {
      await running.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
