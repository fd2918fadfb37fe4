import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Returns the response that a connection sends next, or undefined. Node stores it in a private field, which Node's own
 * error handler also reads.
 */
export function currentResponse(socket: Duplex): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
