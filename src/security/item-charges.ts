// Counts the items of a batch: one request with a hundred operations uses as much of the rate limit as a hundred requests.
import type { RequestHandler } from 'express';
import { operationOf } from '../contract/routing.ts';
import type { Limit } from './rate-limit.ts';

/**
 * Charges all items of a valid request except the first, which the guard has already counted. Like other costs, they
 * are charged even if they exceed the quota, so that a quota can be smaller than a batch.
 */
export function chargeItems(subjects: Pick<Limit, 'charge'>): RequestHandler {
  return (request, _response, next) => {
    const { countedItems } = operationOf(request);
    if (countedItems !== undefined && request.user !== undefined) {
      const items = (request.body as Readonly<Record<string, readonly unknown[]>>)[countedItems] ?? [];
      subjects.charge(request.user.sub, [items.length - 1, 0, 0]);
    }
    next();
  };
}
