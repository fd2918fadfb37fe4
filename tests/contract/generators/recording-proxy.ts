// A proxy between a generated client and the service. It records the PATCH requests, and can alter responses in the ways
// that a later version of the service may.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface RecordingProxy {
  readonly url: string;
  /** The bodies of all PATCH requests so far, as compact JSON. */
  readonly patches: readonly string[];
  /** Whether responses are those of a later version. */
  isLater: boolean;
  close(): Promise<void>;
}

/** Starts a proxy to the service at this URL. */
export async function startRecordingProxy(service: string): Promise<RecordingProxy> {
  const patches: string[] = [];
  const server = createServer((request, response) => {
    const relay = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (request.method === 'PATCH') patches.push(JSON.stringify(JSON.parse(body.toString())));
      const headers = Object.entries(request.headers).filter(
        ([name]) =>
          !['host', 'connection', 'content-length', 'expect', 'upgrade', 'http2-settings'].includes(name),
      ) as [string, string][];
      const answer = await fetch(`${service}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers,
        ...(body.length > 0 && { body }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      const sent = proxy.isLater && isJson ? JSON.stringify(later(JSON.parse(text) as Json)) : text;
      const kept = [...answer.headers].filter(
        ([name]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection'].includes(name),
      );
      response.writeHead(answer.status, Object.fromEntries(kept)).end(sent);
    };
    relay().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: RecordingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    patches,
    isLater: false,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return proxy;
}

/** Adds a property to each object, and changes problem types, titles and codes. */
function later(value: Json): Json {
  if (Array.isArray(value)) return value.map(later);
  if (value === null || typeof value !== 'object') return value;
  const object = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, later(member)]));
  if ('code' in object) object['code'] = 'later';
  if ('requestId' in object) {
    object['type'] = 'urn:problem-type:task-manager-api:later';
    object['title'] = 'Later';
  }
  return { ...object, addedLater: { nested: [1, null] } };
}
