// HTTP by hand, for what no HTTP library would send.
import { connect } from 'node:net';

/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A connection on which anything can be sent. */
export interface Connection {
  write(bytes: string | Uint8Array): void;
  /** The next answer. Rejects when the server closes the connection before it is whole. */
  next(): Promise<RawAnswer>;
  /** The answers that are still to come; resolves when the server has closed the connection. */
  rest(): Promise<RawAnswer[]>;
  close(): void;
  /** Resets the connection: the server is told of an error, and not of an end. */
  reset(): void;
}

/** Opens a connection to the server at a URL; one that `keepsOpen` does not close when the server does. */
export function connection(url: string, { keepsOpen = false } = {}): Connection {
  const { hostname, port } = new URL(url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: keepsOpen });
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let received: Buffer = Buffer.alloc(0);

  /** Reads on; false at the end. */
  async function more(): Promise<boolean> {
    try {
      const read = await chunks.next();
      if (read.done === true) return false;
      received = Buffer.concat([received, read.value]);
      return true;
    } catch {
      // A server that closes before it has read everything resets the connection.
      return false;
    }
  }

  async function nextOrEnd(): Promise<RawAnswer | undefined> {
    for (;;) {
      const parsed = firstAnswer(received);
      if (parsed !== undefined) {
        received = received.subarray(parsed.length);
        return parsed.answer;
      }
      if (!(await more())) break;
    }
    if (received.length > 0) throw new Error(`The answer is not whole: ${received.toString('latin1')}`);
    return undefined;
  }

  return {
    write: (bytes) => void socket.write(bytes),
    next: async () => {
      const answer = await nextOrEnd();
      if (answer === undefined) throw new Error('The server closed the connection without an answer');
      return answer;
    },
    rest: async () => {
      const answers: RawAnswer[] = [];
      for (let answer = await nextOrEnd(); answer !== undefined; answer = await nextOrEnd()) {
        answers.push(answer);
      }
      return answers;
    },
    close: () => socket.destroy(),
    reset: () => socket.resetAndDestroy(),
  };
}

/** Sends bytes over a connection of their own; gives the answers when the server has closed it. */
export async function exchange(url: string, bytes: string | Uint8Array): Promise<RawAnswer[]> {
  const opened = connection(url);
  opened.write(bytes);
  return await opened.rest();
}

/** Sends one request line and header fields, and reads the one answer. */
export async function request(url: string, line: string, fields: readonly string[] = []): Promise<RawAnswer> {
  const head = [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...fields];
  const [answer, ...others] = await exchange(url, `${head.join('\r\n')}\r\n\r\n`);
  if (answer === undefined || others.length > 0) throw new Error(`${line} has ${others.length + 1} answers`);
  return answer;
}

function firstAnswer(bytes: Buffer): { answer: RawAnswer; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const length = end + 4 + Number(headers.get('Content-Length') ?? 0);
  if (bytes.length < length) return undefined;
  return { answer: { status, headers, text: bytes.subarray(end + 4, length).toString() }, length };
}
