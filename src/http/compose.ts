// Middlewares one after the other, as Express runs them, without what it does between any two of them: it looks for
// the next that is mounted on the path, takes the path apart for it and puts it together again. Here all of them are
// for every path.
import type { RequestHandler } from 'express';

/**
 * One middleware of several. Whatever one of them throws, rejects with or hands on goes to those for errors; and as in a
 * router of Express, `next('router')` goes past the rest.
 */
export function inOrder(handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let index = 0;
    const next = (error?: unknown): void => {
      const handler = handlers[index];
      index += 1;
      if (error !== undefined || handler === undefined) {
        done(error === 'router' ? undefined : error);
        return;
      }
      try {
        const result: unknown = handler(request, response, next);
        if (result instanceof Promise) result.catch(done);
      } catch (thrown) {
        done(thrown);
      }
    };
    next();
  };
}
