// Limits the number of connections, in total and from one network. A connection that exceeds a limit is closed before
// its first byte is read.
import type { Socket } from 'node:net';
import { networkOf } from './client-address.ts';
import type { Server } from './transport.ts';

/** Why the service closed a connection. */
export const closingReasons = [
  'total-limit',
  'address-limit',
  'slow-reader',
  'full-buffers',
  'tls-handshake',
] as const;
export type ClosingReason = (typeof closingReasons)[number];

export interface ConnectionLimits {
  readonly maxConnections: number;
  /** The maximum number of connections from one IPv4 address or IPv6 network. */
  readonly maxPerAddress: number;
}

/** Limits the connections of a server that has not started yet. Calls `onClose` for each that exceeds a limit. */
export function limitConnections(
  server: Server,
  { maxConnections, maxPerAddress }: ConnectionLimits,
  onClose: (reason: ClosingReason) => void,
): void {
  const open = new Map<string, number>();
  server.maxConnections = maxConnections;
  server.on('drop', () => {
    onClose('total-limit');
  });
  // With TLS, this event occurs before the handshake.
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count <= maxPerAddress) return;
    socket.destroy();
    onClose('address-limit');
  });
}
