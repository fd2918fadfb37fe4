// One keep-alive connection that speaks just enough HTTP/1.1 to be cheap, and holds every answer to what it has to be.
import { once } from 'node:events';
import { connect } from 'node:net';

/** A request, ready to be written, and the answer that it has to get. */
export interface PreparedRequest {
  readonly bytes: Buffer;
  readonly status: number;
  /** Bytes of the body. */
  readonly length: number;
  /** The whole body, where it is known. */
  readonly body: Buffer | undefined;
}

export interface Connection {
  /** Sends a request; one at a time. `done` is called when its answer is there and right. */
  send(request: PreparedRequest, done: () => void): void;
  close(): void;
}

const endOfHead = Buffer.from('\r\n\r\n');
const contentLength = /\r\ncontent-length: *(\d+)/i;

/** Connects. `fail` is told of the first wrong answer, and of a connection that broke. */
export async function openConnection(port: number, fail: (error: Error) => void): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
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
    const fault = faultOf(request, Number(head.slice(9, 12)), length, body);
    if (fault === undefined) done();
    else fail(new Error(`${fault}\n${requestLine(request)}\n${head}\n\n${body.toString().slice(0, 1000)}`));
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

function faultOf(request: PreparedRequest, status: number, length: number, body: Buffer): string | undefined {
  if (status !== request.status) return `The status is ${status} where it has to be ${request.status}`;
  if (length !== request.length || body.length !== length) {
    return `The body has ${length} bytes, of which ${body.length} came, where it has to have ${request.length}`;
  }
  if (request.body !== undefined && !request.body.equals(body))
    return 'The body has other bytes than it has to';
  return undefined;
}

function requestLine({ bytes }: PreparedRequest): string {
  return bytes.toString('latin1', 0, bytes.indexOf('\r\n'));
}
