import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The response that a connection sends next, if any, from the field that Node's own error handler reads. */
export function currentResponse(socket: Duplex): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
