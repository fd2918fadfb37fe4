// A minimal HTTP/1.1 client with one keep-alive connection. It compares each response with the expected one.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A serialized request and its expected response. */
export interface PreparedRequest {
  readonly bytes: Buffer;
  readonly status: number;
  /** The length of the body in bytes. */
  readonly length: number;
  /** How many bytes longer the body may be. */
  readonly maxGrowth: number;
  /** The expected body, if it is known. */
  readonly body: Buffer | undefined;
}

export interface Connection {
  /** Sends a request, and calls `done` when the expected response has arrived. Only then may the next request be sent. */
  send(request: PreparedRequest, done: () => void): void;
  close(): void;
}

const endOfHead = Buffer.from('\r\n\r\n');
const contentLength = /\r\ncontent-length: *(\d+)/i;

/** Opens a connection. Calls `fail` on an unexpected response and on a connection error. */
export async function openConnection(port: number, fail: (error: Error) => void): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return connectionOn(socket, fail);
}

/** Uses an open socket, with or without TLS. */
export function connectionOn(socket: Socket, fail: (error: Error) => void): Connection {
  let waiting: { request: PreparedRequest; done: () => void } | undefined;
  let received: Buffer | undefined;
  let closed = false;

  socket.on('data', (chunk: Buffer) => {
    const all = received === undefined ? chunk : Buffer.concat([received, chunk]);
    received = all;
    const headEnd = all.indexOf(endOfHead);
    if (headEnd < 0 || waiting === undefined) return;
    const head = all.toString('latin1', 0, headEnd);
    const length = Number(contentLength.exec(head)?.[1] ?? NaN);
    const bodyStart = headEnd + endOfHead.length;
    if (all.length < bodyStart + length) return;
    const body = all.subarray(bodyStart);
    const { request, done } = waiting;
    waiting = received = undefined;
    const mismatch = mismatchIn(request, Number(head.slice(9, 12)), length, body);
    if (mismatch === undefined) done();
    else
      fail(new Error(`${mismatch}\n${requestLine(request)}\n${head}\n\n${body.toString().slice(0, 1000)}`));
  });
  socket.on('error', fail);
  socket.on('close', () => {
    if (!closed) fail(new Error('The server closed the connection'));
  });

  return {
    send(request, done) {
      waiting = { request, done };
      socket.write(request.bytes);
    },
    close() {
      closed = true;
      socket.destroy();
    },
  };
}

function mismatchIn(
  request: PreparedRequest,
  status: number,
  length: number,
  body: Buffer,
): string | undefined {
  if (status !== request.status) return `The status is ${status} instead of ${request.status}`;
  if (length < request.length || length > request.length + request.maxGrowth || body.length !== length) {
    return `The body has ${length} bytes (${body.length} received) instead of ${request.length}`;
  }
  if (request.body !== undefined && !request.body.equals(body))
    return 'The body has the expected length but different bytes';
  return undefined;
}

function requestLine({ bytes }: PreparedRequest): string {
  return bytes.toString('latin1', 0, bytes.indexOf('\r\n'));
}
