// Serializes planned requests.
import type { PreparedRequest } from './connection.ts';
import type { PlannedRequest } from './protocol.ts';

/** Serializes a request in advance, so that sending it is cheap. */
export function prepareRequest({
  method,
  path,
  headers,
  content,
  status,
  body,
  maxGrowth = 0,
}: PlannedRequest): PreparedRequest {
  const bytes = Buffer.from(content ?? '');
  const all = {
    Host: '127.0.0.1',
    ...headers,
    ...(content === undefined ? {} : { 'Content-Length': String(bytes.length) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const whole = typeof body === 'string' ? Buffer.from(body) : undefined;
  return {
    bytes: Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`), bytes]),
    status,
    length: typeof body === 'string' ? Buffer.byteLength(body) : body,
    maxGrowth,
    body: whole,
  };
}
