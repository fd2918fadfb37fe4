// The connections of a server with or without TLS. With TLS, a connection is two sockets: the TCP socket, which exists
// first, and after the handshake the TLS socket, which carries the requests.
import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

export type Server = HttpServer | HttpsServer;

const transports = new WeakMap<Socket, Socket>();
const handshakes = new WeakMap<Server, Set<Socket>>();

/** The TCP socket of a connection. It is the only one that can be reset. */
export function transportOf(socket: Socket): Socket {
  return transports.get(socket) ?? socket;
}

/** Whether a server serves HTTPS. */
export function usesTls(server: Server): server is HttpsServer {
  return 'setSecureContext' in server;
}

/** The TCP sockets of a server that have not finished the TLS handshake. Empty for a server without TLS. */
export function handshakesOf(server: Server): Iterable<Socket> {
  return handshakes.get(server) ?? [];
}

/** Whether a socket in a `clientError` event belongs to a handshake that has not finished. */
export function isHandshake(server: Server, socket: Duplex): boolean {
  return usesTls(server) && !transports.has(socket as Socket);
}

/** Calls `onOpen` for each connection that can carry requests: with TLS, after the handshake. */
export function onConnection(server: Server, onOpen: (socket: Socket) => void): void {
  server.on(usesTls(server) ? 'secureConnection' : 'connection', onOpen);
}

/** Records the TCP socket of each connection of an HTTPS server that has not started yet. */
export function trackTransports(server: HttpsServer): void {
  const running = new Set<Socket>();
  handshakes.set(server, running);
  const byPeer = new Map<string, Socket>();
  server.on('connection', (transport: Socket) => {
    const peer = peerOf(transport);
    byPeer.set(peer, transport);
    running.add(transport);
    transport.once('close', () => {
      running.delete(transport);
      if (byPeer.get(peer) === transport) byPeer.delete(peer);
    });
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const transport = byPeer.get(peerOf(socket));
    if (transport === undefined) return;
    transports.set(socket, transport);
    running.delete(transport);
  });
}

/** Returns a key for a connection: a client has one connection for each of its ports. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
