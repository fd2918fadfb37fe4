// A successful request for each operation, as a front end sends it: the first example of the contract, with the ids of the
// items that were created last, and one item per page.
import type { Operation } from '../../../src/contract/operation.ts';
import { contract } from '../../support/contract.ts';
import type { OperationId } from '../../support/contract.ts';
import { exampleRequest, fillPath } from '../../support/example-items.ts';
import { users } from './step.ts';
import type { Memory, StepRequest } from './step.ts';

export const requests = Object.fromEntries(
  contract.operations.map((operation) => [operation.id, (memory: Memory) => requestOf(operation, memory)]),
) as Readonly<Record<OperationId, (memory: Memory) => StepRequest>>;

function requestOf(operation: Operation, { ids }: Memory): StepRequest {
  const { method, path, parameters, access } = operation;
  const { headers, body } = exampleRequest(operation);
  const query = parameters.some(({ name }) => name === 'limit') ? '?limit=1' : '';
  return {
    ...{ method, path: fillPath(path, ids) + query, headers },
    ...(body === undefined ? {} : { body }),
    ...(access.kind === 'user' ? {} : { as: access.kind === 'token' ? users.metrics : null }),
  };
}
