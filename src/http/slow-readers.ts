// Disconnects clients that do not read their responses. Unread bytes use memory: up to a whole response in the process,
// and up to a few megabytes more in the kernel. Node's own timeout does not protect against this, because reading one
// byte restarts it.
import type { Socket } from 'node:net';
import type { ClosingReason } from './connection-limits.ts';
import { onConnection, transportOf } from './transport.ts';
import type { Server } from './transport.ts';

export interface SlowReaderLimits {
  /** A client that reads less than `minBytesPerSecond` for this long is disconnected. */
  readonly timeoutMs: number;
  /**
   * The maximum number of unread bytes of all clients together. Above it, the slowest clients are disconnected without
   * waiting for the timeout.
   */
  readonly maxBufferedBytes: number;
}

const minBytesPerSecond = 1024;
const maxCheckIntervalMs = 500;

/** The default maximum size of a connection's send buffer on Linux (net.ipv4.tcp_wmem). */
const kernelBufferBytes = 4 * 1024 * 1024;

/**
 * A connection that has sent less than this is closed normally when it is idle, because the kernel has little unread
 * data.
 */
const smallBytes = 64 * 1024;

/** A connection with unread bytes. */
interface Pending {
  readonly socket: Socket;
  /** The start of the period over which the rate is measured, and the bytes sent until then. */
  readonly since: number;
  readonly sentBefore: number;
  /** The bytes sent until the previous check, and until this one. */
  lastSent: number;
  sent: number;
}

/**
 * Watches the connections of a server that has not started yet. Calls `onClose` for each connection that it closes. It
 * resets these connections: after an orderly close, the kernel would keep the unread bytes for minutes.
 */
export function disconnectSlowReaders(
  server: Server,
  { timeoutMs, maxBufferedBytes }: SlowReaderLimits,
  onClose: (reason: ClosingReason) => void,
): void {
  const sockets = new Set<Socket>();
  let pending = new Map<Socket, Pending>();

  onConnection(server, (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      pending.delete(socket);
    });
  });

  function close(socket: Socket, reason: ClosingReason): void {
    pending.delete(socket);
    transportOf(socket).resetAndDestroy();
    onClose(reason);
  }

  function check(): void {
    const now = performance.now();
    const waiting = new Map<Socket, Pending>();
    for (const socket of sockets) {
      // This is zero as soon as the kernel has accepted all bytes.
      if (socket.writableLength === 0) continue;
      waiting.set(socket, progress(socket, pending.get(socket), now, timeoutMs));
    }
    pending = waiting;
    for (const { socket, since, sent, sentBefore } of waiting.values()) {
      const elapsedMs = now - since;
      if (elapsedMs < timeoutMs) continue;
      if (!isFastEnough(sent - sentBefore, elapsedMs)) close(socket, 'slow-reader');
    }
    let excess = -maxBufferedBytes;
    for (const each of pending.values()) excess += bufferedBytes(each);
    if (excess <= 0) return;
    const slowestFirst = [...pending.values()].sort((one, other) => rateOf(one, now) - rateOf(other, now));
    for (const each of slowestFirst) {
      if (excess <= 0) return;
      excess -= bufferedBytes(each);
      close(each.socket, 'full-buffers');
    }
  }

  const timer = setInterval(check, Math.min(maxCheckIntervalMs, timeoutMs / 4)).unref();
  server.once('close', () => {
    clearInterval(timer);
  });

  // Emitted for connections that have been idle for `keepAliveTimeout`. Replaces Node's listener, which destroys them.
  server.on('timeout', (socket: Socket) => {
    if (socket.bytesWritten < smallBytes) socket.destroy();
    else transportOf(socket).resetAndDestroy();
  });
}

function progress(socket: Socket, before: Pending | undefined, now: number, timeoutMs: number): Pending {
  const sent = sentBytes(socket);
  if (before === undefined) return { socket, since: now, sentBefore: sent, lastSent: -1, sent };
  const { since, sentBefore } = before;
  const isOver = now - since >= timeoutMs && isFastEnough(sent - sentBefore, now - since);
  return {
    socket,
    since: isOver ? now : since,
    sentBefore: isOver ? sent : sentBefore,
    lastSent: before.sent,
    sent,
  };
}

function isFastEnough(bytes: number, elapsedMs: number): boolean {
  return bytes >= (minBytesPerSecond * elapsedMs) / 1000;
}

/** The bytes that the kernel has accepted. Node counts the bytes that libuv still buffers as written. */
function sentBytes(socket: Socket): number {
  const transport = transportOf(socket);
  const { _handle: handle } = transport as { _handle?: { readonly writeQueueSize?: number } | null };
  return transport.bytesWritten - (handle?.writeQueueSize ?? 0);
}

/** The memory that a connection uses. The kernel's buffer is full if it has accepted nothing since the previous check. */
function bufferedBytes({ socket, sent, lastSent }: Pending): number {
  const inKernel = sent === lastSent ? Math.min(sent, kernelBufferBytes) : 0;
  return socket.writableLength + inKernel;
}

/**
 * Returns the rate in this period, in bytes per millisecond. At the beginning of a period, returns `Number.MAX_VALUE`.
 */
function rateOf({ since, sent, sentBefore }: Pending, now: number): number {
  return now === since ? Number.MAX_VALUE : (sent - sentBefore) / (now - since);
}
