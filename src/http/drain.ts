// Graceful shutdown: first every response carries `Connection: close`, so that clients and load balancers notice; then the
// server accepts no connections, in-flight requests finish, and idle connections close. It has no cost until it starts.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { currentResponse } from './current-response.ts';
import { serializeRequests } from './pipelining.ts';
import { handshakesOf, onConnection } from './transport.ts';
import type { Server } from './transport.ts';

/** The two phases of a drain. */
export interface DrainTimes {
  /** How long new connections are still accepted, each for one request. */
  readonly delaySeconds: number;
  /** How long in-flight requests have to finish after the delay. */
  readonly timeoutSeconds: number;
}

/**
 * Tracks the connections of a server that has not started yet. The returned function drains the server. It resolves when
 * the last connection has closed, and aborts the requests that are still running after the timeout.
 */
export function drainable(server: Server): (times: DrainTimes) => Promise<void> {
  const sockets = new Set<Socket>();
  let isClosing = false;

  onConnection(server, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  /** Makes a response the last one on its connection. */
  function endWith(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('Connection', 'close');
    const { socket } = response;
    response.once('close', () => {
      // After this event, Node starts the next pipelined response, or regards the connection as idle.
      setImmediate(() => {
        const next = socket === null ? undefined : currentResponse(socket);
        if (next !== undefined && next !== response) endWith(next);
        // Idle connections stay open during the delay, because a request may be on its way.
        if (isClosing) server.closeIdleConnections();
      });
    });
  }

  return async ({ delaySeconds, timeoutSeconds }) => {
    for (const socket of sockets) {
      const running = currentResponse(socket);
      if (running !== undefined) endWith(running);
    }
    server.prependListener(
      'request',
      serializeRequests((_request, response) => {
        endWith(response);
      }),
    );
    if (delaySeconds > 0) await pause(delaySeconds * 1000);
    isClosing = true;
    const closed = once(server, 'close');
    server.close();
    // Browsers open connections speculatively. Node treats one that has sent nothing as busy.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    for (const transport of handshakesOf(server)) transport.destroy();
    const end = setTimeout(() => {
      server.closeAllConnections();
    }, timeoutSeconds * 1000);
    await closed;
    clearTimeout(end);
  };
}
