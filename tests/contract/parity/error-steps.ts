// The errors that any operation may return. For each one that the contract documents, a step changes a valid request so
// that it fails. A new operation gets its steps automatically; a new status requires a cause here.
import type { Operation } from '../../../src/contract/operation.ts';
import type { OperationId } from '../../support/contract.ts';
import { unreachable } from '../coverage/unreachable.ts';
import { contract } from '../../support/contract.ts';
import { requests } from './valid-requests.ts';
import { users } from './step.ts';
import type { Sent, Situation, Step } from './step.ts';

/** The change to a valid request that causes each status, for any operation. */
const causes: Readonly<Record<number, (request: Sent) => Partial<Sent>>> = {
  400: ({ path }) => ({ path: `${path}${path.includes('?') ? '&' : '?'}%FF` }),
  401: () => ({ as: null }),
  403: () => ({ scope: 'profile' }),
  404: () => ({ path: '/tasks/019cadd4-c134-7b2e-9c41-5d0f6a7e8b90' }),
  // A client that takes problems alone does not take what succeeds.
  406: () => ({ headers: { Accept: 'application/problem+json' } }),
  412: () => ({ headers: { 'If-Match': '"a-version-long-ago"' } }),
  // Too large, and yet valid once it is read, so that nothing but its size is wrong.
  413: ({ body = '' }) => ({ body: body + ' '.repeat(80_000) }),
  415: () => ({ headers: { 'Content-Type': 'text/plain' } }),
  429: () => ({ as: users.hasty }),
  500: () => ({}),
  503: () => ({}),
};

const situations: Readonly<Record<number, Situation>> = {
  429: 'out of quota',
  503: 'starting',
  500: 'without its tables',
};

/** Those that change the service come last, and the one that it does not recover from last of all. */
const order: readonly (Situation | undefined)[] = [undefined, ...Object.values(situations)];

/** The errors of every operation that have a cause here. */
export const errors: readonly Step[] = contract.operations
  .flatMap(errorsOf)
  .sort((one, other) => order.indexOf(one.situation) - order.indexOf(other.situation));

function errorsOf({ statuses, ...operation }: Operation): Step[] {
  const id = operation.id as OperationId;
  return statuses.flatMap((status) => {
    const cause = causes[status];
    const situation = situations[status];
    if (cause === undefined || unreachable[`${id} ${status}`] !== undefined) return [];
    return {
      name: `${id} ${status}`,
      operation: id,
      status,
      ...(situation === undefined ? {} : { situation }),
      send: (memory) => {
        const request = requests[id](memory);
        const changed = cause(request);
        return { ...request, ...changed, headers: { ...request.headers, ...changed.headers } };
      },
    };
  });
}
