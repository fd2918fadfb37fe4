// Runs middlewares in order, as an Express router does, but without the work that the router does for each: matching it
// against the path, removing the mount path from the URL and restoring it. All middlewares here apply to every path.
import type { RequestHandler } from 'express';

/**
 * Combines middlewares into one. An error that one of them throws, rejects with or passes to `next` skips the rest.
 * `next('router')` skips the rest without an error.
 */
export function compose(handlers: readonly RequestHandler[]): RequestHandler {
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
