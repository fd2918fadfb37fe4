// Ends a server politely: whoever sends requests has the time to hear of it, then there are no new connections, running
// requests finish, and nothing that is not running keeps the process waiting. Until then it costs no request anything.
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { responseOf } from './current-response.ts';
import { inTurn } from './pipelining.ts';

/** How long a drain takes at most, in seconds. */
export interface DrainTimes {
  /** New connections are still taken for so long, each for one request. */
  readonly delay: number;
  /** Then running requests get so long to finish. */
  readonly timeout: number;
}

/**
 * Watches the connections of a server from its beginning, and gives what ends it: it resolves when the last one is
 * closed. What still runs after the timeout is cut off.
 */
export function drainable(server: Server): (times: DrainTimes) => Promise<void> {
  const sockets = new Set<Socket>();
  let isClosing = false;

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
        // Before that, a request may be on its way on one that is idle.
        if (isClosing) server.closeIdleConnections();
      });
    });
  }

  return async ({ delay, timeout }) => {
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
    if (delay > 0) await pause(delay * 1000);
    isClosing = true;
    const closed = once(server, 'close');
    server.close();
    // Browsers open connections ahead; Node takes one that has sent nothing yet for one with a request on its way.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const end = setTimeout(() => {
      server.closeAllConnections();
    }, timeout * 1000);
    await closed;
    clearTimeout(end);
  };
}
