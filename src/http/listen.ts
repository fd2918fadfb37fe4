import { once } from 'node:events';
import { createServer as createProbe } from 'node:net';
import type { AddressInfo } from 'node:net';
import { usesTls } from './transport.ts';
import type { Server } from './transport.ts';

/** The address and port at which a server listens. */
export interface Address {
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
}

/**
 * How many connections can wait while the process is busy. Linux uses the smaller of this value and net.core.somaxconn,
 * which is 4096 by default. Node's own default is 511.
 */
const maxBacklog = 4096;

/** Checks that a port is available. Otherwise, rejects with the same error as `listen`. */
export async function checkPort({ port, host }: Address): Promise<void> {
  if (port === 0) return;
  const probe = createProbe().listen(port, host);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

/** Starts a server. Resolves to its URL, and rejects with Node's error if the port is unavailable. */
export async function listen(server: Server, { port, host }: Address): Promise<string> {
  server.listen({ port, host, backlog: maxBacklog });
  await once(server, 'listening');
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const { port: actualPort } = server.address() as AddressInfo;
  return `${usesTls(server) ? 'https' : 'http'}://${address.includes(':') ? `[${address}]` : address}:${actualPort}`;
}
