// The errors that any operation may return. For each one that the contract documents, a step changes a valid request so
// that it fails. A new operation gets its steps automatically; a new status requires a cause here.
import type { Operation } from '../../../src/contract/operation.ts';
import type { OperationId } from '../../support/contract.ts';
import { unreachable } from '../coverage/unreachable.ts';
import { contract } from '../../support/contract.ts';
import { requests } from './valid-requests.ts';
import { rateLimitedNetwork, users } from './step.ts';
import type { StepRequest, ServiceState, Step } from './step.ts';

/** The change to a valid request that causes each status, for any operation. */
export const causes: Readonly<Record<number, (request: StepRequest) => Partial<StepRequest>>> = {
  400: ({ path }) => ({ path: `${path}${path.includes('?') ? '&' : '?'}%FF` }),
  401: () => ({ as: null }),
  403: () => ({ scope: 'profile' }),
  404: ({ path }) => ({ path: path.replace(/[0-9a-f-]{36}/, '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90') }),
  // A client that accepts only problems rejects a successful response.
  406: () => ({ headers: { Accept: 'application/problem+json' } }),
  412: () => ({ headers: { 'If-Match': '"a-version-long-ago"' } }),
  // Too large but otherwise valid, so that only the size is wrong.
  413: ({ body = '' }) => ({ body: body + ' '.repeat(1_100_000) }),
  415: () => ({ headers: { 'Content-Type': 'text/plain' } }),
  429: () => ({ as: users.rateLimited, headers: { 'X-Forwarded-For': rateLimitedNetwork } }),
  500: () => ({}),
  503: () => ({}),
};

const states: Readonly<Record<number, ServiceState>> = {
  429: 'rate limit exceeded',
  503: 'starting',
  500: 'tables missing',
};

/**
 * Steps that change the state of the service come last. The state that the service does not recover from is the very last.
 */
const order: readonly (ServiceState | undefined)[] = [undefined, ...Object.values(states)];

/** A step for each error of each operation whose status has a cause above. */
export const errorSteps: readonly Step[] = contract.operations
  .flatMap(errorsOf)
  .sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));

function errorsOf({ statuses, ...operation }: Operation): Step[] {
  const id = operation.id as OperationId;
  return statuses.flatMap((status) => {
    const cause = causes[status];
    const state = states[status];
    if (cause === undefined || unreachable[`${id} ${status}`] !== undefined) return [];
    return {
      name: `${id} ${status}`,
      operation: id,
      status,
      ...(state === undefined ? {} : { state }),
      send: (memory) => {
        const request = requests[id](memory);
        const changed = cause(request);
        return { ...request, ...changed, headers: { ...request.headers, ...changed.headers } };
      },
    };
  });
}
