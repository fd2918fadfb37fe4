// Ends a server politely: no new connections, running requests finish, and nothing that is not running keeps the
// process waiting. Until then it costs no request anything.
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { responseOf } from './contract/response-of.ts';
import { inTurn } from './in-turn.ts';

/**
 * Watches the connections of a server from its beginning, and gives what ends it: it resolves when the last one is
 * closed. What still runs after the timeout is cut off.
 */
export function drainable(server: Server): (timeoutSeconds: number) => Promise<void> {
  const sockets = new Set<Socket>();

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  /** Makes an answer the last of its connection, and closes that when it was. */
  function endWith(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('Connection', 'close');
    const { socket } = response;
    response.once('close', () => {
      // For Node a connection is idle only after this event, and its next answer has its turn then.
      setImmediate(() => {
        const next = socket === null ? undefined : responseOf(socket);
        if (next !== undefined && next !== response) endWith(next);
        server.closeIdleConnections();
      });
    });
  }

  return async (timeoutSeconds) => {
    for (const socket of sockets) {
      const running = responseOf(socket);
      if (running !== undefined) endWith(running);
    }
    server.prependListener(
      'request',
      inTurn((_request, response) => {
        endWith(response);
      }),
    );
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
