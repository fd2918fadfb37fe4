// Fair queueing of users in the event loop. Without it, requests that arrived on many connections would run one after
// another before the loop reads the next socket: a hundred pages for one user would delay all other users by a second.
import type { RequestHandler } from 'express';

/**
 * The maximum duration of a turn, and of one user's requests in a row. After a turn, the event loop reads the sockets
 * again.
 */
const MAX_TURN_MS = 2;

/**
 * Starts a user's first request in a turn immediately if the turn has time left. Other requests wait in their user's
 * queue. The queues are served round-robin, each for the same time: one long request, or as many short ones as fit. The
 * first request in a queue waits for the running request, and then at most until each other queue has been served once.
 * A request whose client disconnects while it waits is dropped.
 *
 * Each queued request starts in a separate callback, so its work is done, and measured, before the next one starts. If
 * requests started together, the same event, such as the verification of their token, could resume all of them.
 */
export function fairQueue(): RequestHandler {
  /** The waiting requests of each user, in order. The first user is next. */
  const waiting = new Map<string, (() => void)[]>();
  /** The users with a request in this turn. */
  const served = new Set<string>();
  let turnStart: number | undefined;
  /** The user whose queue is being served, and since when. */
  let current: { readonly sub: string; readonly since: number } | undefined;

  function endTurn(): void {
    turnStart = undefined;
    served.clear();
  }

  /** Whether the turn has time left. Begins a turn if none is running. */
  function hasTime(): boolean {
    const now = performance.now();
    if (turnStart === undefined) {
      turnStart = now;
      setImmediate(endTurn);
    }
    return now - turnStart <= MAX_TURN_MS;
  }

  /** Starts the next request, in this turn or in a later one. Runs once for each waiting request. */
  function startNext(): void {
    if (!hasTime()) {
      setImmediate(startNext);
      return;
    }
    const [sub, own] = nextUser() ?? [];
    if (sub === undefined || own === undefined) return;
    const start = own.shift();
    if (own.length === 0) waiting.delete(sub);
    start?.();
  }

  /** Returns the user to serve: the current user or, if the current user's time is up, the next one. */
  function nextUser(): [sub: string, own: (() => void)[]] | undefined {
    const now = performance.now();
    let [first] = waiting;
    if (first !== undefined && first[0] === current?.sub && now - current.since > MAX_TURN_MS) {
      waiting.delete(first[0]);
      waiting.set(...first);
      [first] = waiting;
      current = undefined;
    }
    if (first !== undefined && first[0] !== current?.sub) current = { sub: first[0], since: now };
    return first;
  }

  return (request, response, next) => {
    const { user, cost } = request;
    if (user === undefined) {
      next();
      return;
    }
    const own = waiting.get(user.sub);
    if (own === undefined && hasTime() && !served.has(user.sub)) {
      served.add(user.sub);
      next();
      return;
    }
    cost.pause();
    const start = (): void => {
      if (response.destroyed) {
        // Ends the response, so that the in-flight limit no longer counts the request.
        response.end();
        return;
      }
      cost.resume();
      next();
    };
    if (own === undefined) waiting.set(user.sub, [start]);
    else own.push(start);
    setImmediate(startNext);
  };
}
