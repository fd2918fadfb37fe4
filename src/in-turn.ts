// A client may send many requests before it reads an answer, and Node hands them all over at once. What is answered
// ahead of its turn waits in memory: a few bytes a request make the whole contract an answer, and a client that reads
// none of them makes gigabytes. So a request is handled when it is its turn to be answered, and one whose connection has
// ended by then is not handled at all.
import type { RequestListener } from 'node:http';

/** Makes a listener that gets the requests of a connection one after another. */
export function inTurn(listener: RequestListener): RequestListener {
  return (request, response) => {
    // Node gives a response its socket when those before it have been sent.
    if (response.socket !== null) listener(request, response);
    else
      response.once('socket', () => {
        // Node is not done with it yet.
        process.nextTick(listener, request, response);
      });
  };
}
