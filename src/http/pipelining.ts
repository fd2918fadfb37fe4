// A client may send many requests before it reads an answer, and Node hands them all over at once. What is answered
// ahead of its turn waits in memory: a few bytes a request make the whole contract an answer, and a client that reads
// none of them makes gigabytes. So a request is handled when it is its turn to be answered, and one whose connection has
// ended by then is not handled at all. Between two of them everybody else has a turn: half a megabyte is twenty thousand
// requests, which would keep all others waiting for a second.
import type { RequestListener, ServerResponse } from 'node:http';

/**
 * What a request that waits counts as, in bytes: about what it takes. Node reads no more of a connection where too much
 * waits to be sent, and of what waits for its turn nothing is written yet.
 */
const waitingBytes = 1024;

/** Makes a listener that gets the requests of a connection one after another. */
export function inTurn(listener: RequestListener): RequestListener {
  return (request, response) => {
    // Node gives a response its socket when those before it have been sent.
    if (response.socket !== null) {
      listener(request, response);
      return;
    }
    countAsPending(response, waitingBytes);
    response.once('socket', () => {
      countAsPending(response, -waitingBytes);
      setImmediate(() => {
        // The client may have gone away meanwhile.
        if (!response.destroyed) listener(request, response);
      });
    });
  };
}

/** Node has this for itself, and what it adds up decides whether a connection is read on. */
function countAsPending(response: ServerResponse, bytes: number): void {
  (response as { _onPendingData?: (bytes: number) => void })._onPendingData?.(bytes);
}
