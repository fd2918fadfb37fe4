// HTTP over a socket, with or without TLS, for requests that HTTP libraries do not send.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readResponse } from './response.ts';
import type { TestResponse } from './response.ts';

/** A connection that can send arbitrary bytes. */
export interface Connection {
  write(bytes: string | Uint8Array): void;
  /** Closes the client's half of the connection. */
  end(): void;
  /** The next response. Rejects when the server closes the connection before the response is complete. */
  next(): Promise<TestResponse>;
  /** The remaining responses. Resolves when the server has closed the connection. */
  rest(): Promise<TestResponse[]>;
  close(): void;
  /** Resets the connection, which the server sees as an error instead of an orderly close. */
  reset(): void;
}

/** With `keepsOpen`, the client does not close its half when the server does. The connection fails after `timeoutMs`. */
export interface ConnectionOptions {
  readonly keepsOpen?: boolean;
  readonly timeoutMs?: number;
}

/** Opens a connection to the server at a URL. */
export function connection(url: string, options: ConnectionOptions = {}): Connection {
  const { keepsOpen = false, timeoutMs } = options;
  const { protocol, hostname, port } = new URL(url);
  const target = { port: Number(port), host: hostname, allowHalfOpen: keepsOpen };
  const socket = protocol === 'https:' ? connectTls(target) : connect(target);
  if (timeoutMs !== undefined) {
    const timer = setTimeout(() => {
      socket.destroy(new Error(`The connection was still open after ${timeoutMs} ms`));
    }, timeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  }
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let received: Buffer = Buffer.alloc(0);

  /** Reads the next chunk. Returns false at the end of the stream. */
  async function more(): Promise<boolean> {
    try {
      const read = await chunks.next();
      if (read.done === true) return false;
      received = Buffer.concat([received, read.value]);
      return true;
    } catch (error) {
      // A server that closes before it has read everything resets the connection.
      if (error instanceof Error && 'code' in error && /ECONNRESET|EPIPE/.test(String(error.code)))
        return false;
      throw error;
    }
  }

  async function nextOrEnd(): Promise<TestResponse | undefined> {
    for (;;) {
      const parsed = firstResponse(received);
      if (parsed !== undefined) {
        received = received.subarray(parsed.length);
        return parsed.response;
      }
      if (!(await more())) break;
    }
    if (received.length > 0) throw new Error(`The response is incomplete: ${received.toString('latin1')}`);
    return undefined;
  }

  return {
    write: (bytes) => void socket.write(bytes),
    end: () => void socket.end(),
    next: async () => {
      const response = await nextOrEnd();
      if (response === undefined) throw new Error('The server closed the connection without a response');
      return response;
    },
    rest: async () => {
      const responses: TestResponse[] = [];
      for (let response = await nextOrEnd(); response !== undefined; response = await nextOrEnd()) {
        responses.push(response);
      }
      return responses;
    },
    close: () => socket.destroy(),
    reset: () => socket.resetAndDestroy(),
  };
}

/**
 * Sends bytes over a new connection, and returns the responses once the server has closed it. With `end`, the client closes
 * its half after sending.
 */
export async function exchange(
  url: string,
  bytes: string | Uint8Array,
  { end = false, ...options }: ConnectionOptions & { readonly end?: boolean } = {},
): Promise<TestResponse[]> {
  const opened = connection(url, options);
  opened.write(bytes);
  if (end) opened.end();
  return await opened.rest();
}

/** Sends one request line with header fields, and returns the only response. */
export async function request(
  url: string,
  line: string,
  fields: readonly string[] = [],
): Promise<TestResponse> {
  const head = [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...fields];
  const [response, ...others] = await exchange(url, `${head.join('\r\n')}\r\n\r\n`);
  if (response === undefined || others.length > 0)
    throw new Error(`${line} has ${others.length + 1} responses`);
  return response;
}

function firstResponse(bytes: Buffer): { response: TestResponse; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (!(status > 0)) throw new Error(`Not a response: ${bytes.toString('latin1').slice(0, 300)}`);
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const length = end + 4 + Number(headers.get('Content-Length') ?? 0);
  if (bytes.length < length) return undefined;
  return { response: readResponse(status, headers, bytes.subarray(end + 4, length).toString()), length };
}
