// A proxy that loses requests and responses, as a bad mobile connection does.
import { createServer, request as send, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../../src/sandbox/random.ts';

export interface LossyProxy {
  readonly url: string;
  /** How many requests arrived, how many were lost before the service, and how many of its responses were lost. */
  readonly counts: { requests: number; lostRequests: number; lostResponses: number };
  close(): Promise<void>;
}

/**
 * Starts a proxy that closes the connection instead of forwarding a request or a response, each with this probability. Half
 * of the lost responses break within the body.
 */
export async function startLossyProxy(target: string, loss: number, seed: number): Promise<LossyProxy> {
  const random = seededRandom(seed);
  const counts = { requests: 0, lostRequests: 0, lostResponses: 0 };
  const proxy = createServer((request, response) => {
    counts.requests++;
    if (random() < loss) {
      counts.lostRequests++;
      request.socket.destroy();
      return;
    }
    const { method, headers, url } = request;
    const forwarded = send(new URL(url ?? '/', target), { method, headers }, (received) => {
      void readAll(received).then((body) => {
        if (random() >= loss) {
          response.writeHead(received.statusCode ?? 502, received.rawHeaders).end(body);
          return;
        }
        counts.lostResponses++;
        if (random() < 0.5 || body.length === 0) {
          request.socket.destroy();
          return;
        }
        response.writeHead(received.statusCode ?? 502, received.rawHeaders);
        response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
      });
    });
    // The service may already be closed if a test has failed.
    forwarded.on('error', () => request.socket.destroy());
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    counts,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>));
}
