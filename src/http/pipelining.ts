// A client may send many requests without reading a response, and Node emits all of them at once. Responses that are not
// yet due wait in memory. A request of a few bytes can produce the whole contract as its response, so a client that reads
// nothing could use gigabytes of memory. A request is therefore handled only when its response is the next to send, and not
// at all if the connection has closed by then. Other connections are served between two requests of one connection:
// half a megabyte can contain twenty thousand requests, which would block all other clients for a second.
import type { RequestListener, ServerResponse } from 'node:http';

/**
 * The number of bytes that a waiting request adds to the bytes that are pending on its connection. Node stops reading
 * from a connection when too many bytes are pending. The value is close to the memory that a waiting request uses.
 */
const waitingBytes = 1024;

/** A listener that handles the requests of a connection one after another. */
export function serializeRequests(listener: RequestListener): RequestListener {
  return (request, response) => {
    // Node assigns the socket to a response once the responses before it have been sent.
    if (response.socket !== null) {
      listener(request, response);
      return;
    }
    addPendingBytes(response, waitingBytes);
    response.once('socket', () => {
      addPendingBytes(response, -waitingBytes);
      setImmediate(() => {
        // The client may have disconnected in the meantime.
        if (!response.destroyed) listener(request, response);
      });
    });
  };
}

/** Node's internal counter of pending bytes, which decides whether Node keeps reading from the connection. */
function addPendingBytes(response: ServerResponse, bytes: number): void {
  (response as { _onPendingData?: (bytes: number) => void })._onPendingData?.(bytes);
}
