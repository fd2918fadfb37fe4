import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The response that a connection is to send next, if any. Node keeps it in a field that its own default handler of
 * errors reads too.
 */
export function responseOf(socket: Duplex): ServerResponse | undefined {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
