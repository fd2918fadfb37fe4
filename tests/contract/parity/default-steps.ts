// The steps of the operations that front-end-steps.ts does not mention: a request for each documented response that
// error-steps.ts does not cause. A new resource gets its steps automatically.
import type { Operation } from '../../../src/contract/operation.ts';
import { contract } from '../../support/contract.ts';
import type { OperationId } from '../../support/contract.ts';
import { createdParameter } from '../../support/example-items.ts';
import { causes } from './error-steps.ts';
import { frontEndSteps } from './front-end-steps.ts';
import { requests } from './valid-requests.ts';
import type { Step, StepRequest } from './step.ts';

/** The change to a valid request that causes each status. A 409 requires an exceeded quota instead. */
const changes: Readonly<Record<number, (request: StepRequest) => Partial<StepRequest>>> = {
  304: () => ({ headers: { 'If-None-Match': '*' } }),
  422: ({ path, body }) =>
    body === undefined
      ? { path: `${path}${path.includes('?') ? '&' : '?'}verbos=1` }
      : { body: '{"verbos":1}' },
};

const mentioned = new Set(frontEndSteps.map(({ operation }) => operation));
const operations = contract.operations.filter(({ id }) => !mentioned.has(id as OperationId));

function stepsOf({ id, statuses }: Operation, name: string, hasStatus: (status: number) => boolean): Step[] {
  const operation = id as OperationId;
  return statuses
    .filter((status) => hasStatus(status) && causes[status] === undefined)
    .map((status) => ({
      name: `${id} ${status}${name}`,
      operation,
      status,
      ...(status === 409 ? { state: 'storage quota exceeded' as const } : {}),
      send: (memory) => {
        const request = requests[operation](memory);
        const changed = changes[status]?.(request) ?? {};
        return { ...request, ...changed, headers: { ...request.headers, ...changed.headers } };
      },
    }));
}

const isSuccess = (status: number): boolean => status < 300;
const create = (name: string): Step[] =>
  operations
    .filter((operation) => createdParameter(operation) !== undefined)
    .flatMap((operation) => stepsOf(operation, name, isSuccess));
const others = operations.filter((operation) => createdParameter(operation) === undefined);
const [deletes, rest] = [true, false].map((isDelete) =>
  others.filter(({ method }) => (method === 'DELETE') === isDelete),
) as [Operation[], Operation[]];

/** Two items, so that the first page of each list has a link to the next one. The error steps require an item, too. */
export const defaultSteps: readonly Step[] = [
  ...create(''),
  ...create(', for a second page'),
  ...operations.flatMap((operation) => stepsOf(operation, '', (status) => !isSuccess(status))),
  ...[...rest, ...deletes].flatMap((operation) => stepsOf(operation, '', isSuccess)),
  ...create(', for the error steps'),
];
