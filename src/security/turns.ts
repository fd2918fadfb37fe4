// Users take turns in the event loop. Otherwise requests that have arrived on many connections would run one after another
// before the loop reads the next socket: a hundred pages for one user would delay everyone else by a second.
import type { RequestHandler } from 'express';

/** The work of one turn. After it, further requests wait until the loop has read the sockets again. */
const MAX_TURN_MS = 2;

/**
 * Starts the first request of a user in a turn at once, while the turn has time left. Others wait in the queue of their
 * user, and the users take turns: a request waits for the running one, and then for at most one of each other user.
 *
 * A queued request starts in a callback of its own, so its work has been done, and measured, before the next one starts.
 * Requests that start together would not be: the same event, such as the verification of their token, may resume them all.
 */
export function takeTurns(): RequestHandler {
  /** The waiting requests of each user, in order. The first user is next. */
  const waiting = new Map<string, (() => void)[]>();
  /** The users with a request in this turn. */
  const served = new Set<string>();
  let turnStart: number | undefined;

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
    for (const [sub, [start, ...others]] of waiting) {
      waiting.delete(sub);
      if (others.length > 0) waiting.set(sub, others);
      start?.();
      return;
    }
  }

  return (request, _response, next) => {
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
      cost.resume();
      next();
    };
    if (own === undefined) waiting.set(user.sub, [start]);
    else own.push(start);
    setImmediate(startNext);
  };
}
