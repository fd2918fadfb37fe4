// A webhook receiver that records requests, and can misbehave in several ways.
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request, recorded before the receiver responds to it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The server name of the TLS handshake (SNI). */
  readonly serverName?: string;
  /** The number of connections so far, this one included. */
  readonly connection: number;
}

/**
 * The reaction of the receiver to a request:
 *
 * - a number: responds with this status;
 * - `redirect`: responds with 307 to `/redirected` at the same receiver;
 * - `hang`: never responds;
 * - `hang-in-body`: responds with 200 and a body that never ends;
 * - `flood`: responds with 200 and a body without end, as fast as it is read;
 * - `flood-headers`: responds with 200 and a megabyte of headers;
 * - `garbage`: responds with bytes that are not HTTP;
 * - `no-status`: responds with the status 000;
 * - `upgrade`: responds with 101, and keeps the connection open;
 * - `reset`: resets the connection.
 */
export type Behavior = number | (typeof misbehaviors)[number];

/** All behaviors other than a status. */
export const misbehaviors = [
  ...(['redirect', 'hang', 'hang-in-body', 'flood', 'flood-headers', 'garbage'] as const),
  ...(['no-status', 'upgrade', 'reset'] as const),
];

export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  /** All requests so far, in the order in which they were completed. */
  readonly requests: readonly ReceivedRequest[];
  /** Decides how to react to a request; 204 if unset. Can be replaced between requests. */
  behave: (request: ReceivedRequest) => Behavior;
  close(): Promise<void>;
}

/** A private key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Starts a receiver on a free port of 127.0.0.1: with TLS if there is a certificate. */
export async function startWebhookReceiver(
  behave: WebhookReceiver['behave'] = () => 204,
  certificate?: Certificate,
): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  const server = certificate === undefined ? createHttpServer() : createHttpsServer(certificate);
  server.on('connection', () => (connections += 1));
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const { method = '', url: path = '', headers, socket } = request;
      const serverName = 'servername' in socket && String(socket.servername);
      const received: ReceivedRequest = {
        ...{ method, path, headers, body: Buffer.concat(chunks).toString(), connection: connections },
        ...(serverName !== false && { serverName }),
      };
      requests.push(received);
      respond(response, receiver.behave(received));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    ...{ url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, requests, behave },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return receiver;
}

function respond(response: ServerResponse, behavior: Behavior): void {
  const { socket } = response;
  if (typeof behavior === 'number') response.writeHead(behavior).end();
  else if (behavior === 'redirect') response.writeHead(307, { Location: '/redirected' }).end();
  else if (behavior === 'hang-in-body') response.writeHead(200).write('This body does not end');
  else if (behavior === 'flood') flood(response.writeHead(200));
  else if (behavior === 'flood-headers')
    socket?.write(`HTTP/1.1 200 OK\r\n${'X-Flood: 0123456789\r\n'.repeat(50_000)}\r\n`);
  else if (behavior === 'garbage') socket?.end('\x00\x01 this is not HTTP\r\n\r\n');
  else if (behavior === 'no-status') socket?.end('HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n');
  else if (behavior === 'upgrade')
    socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n');
  else if (behavior === 'reset') socket?.resetAndDestroy();
}

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(16_384, '.');
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}
