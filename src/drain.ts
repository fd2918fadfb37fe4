// Ends a server politely: no new connections, running requests finish, and nothing that is not running keeps the
// process waiting.
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { inTurn } from './in-turn.ts';

/**
 * Watches a server from its beginning, and gives what ends it: it resolves when the last connection is closed. What
 * still runs after the timeout is cut off.
 */
export function drainable(server: Server): (timeoutSeconds: number) => Promise<void> {
  const sockets = new Set<Socket>();
  const running = new Set<ServerResponse>();
  let draining = false;

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const watch = inTurn((_request, response) => {
    running.add(response);
    if (draining) sayLast(response);
    response.once('close', () => {
      running.delete(response);
      // For Node a connection is idle only after this event.
      if (draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  // Not before its turn: a response that never has one never closes either.
  server.prependListener('request', watch);

  return async (timeoutSeconds) => {
    draining = true;
    for (const response of running) sayLast(response);
    const closed = once(server, 'close');
    server.close();
    // Browsers open connections ahead; Node takes one that has sent nothing yet for one with a request on its way.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const timeout = setTimeout(() => {
      server.closeAllConnections();
    }, timeoutSeconds * 1000);
    await closed;
    clearTimeout(timeout);
  };
}

/** Tells a client that keeps its connection that this answer is the last on it. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
