// Builds a request for each operation of the contract.
import type { Operation } from '../../src/contract/operation.ts';
import { contract } from '../support/contract.ts';
import type { Sent } from '../support/client.ts';

/** The id of no task. */
export const noTask = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

export const operations = contract.operations;

/** The operations that require a user. */
export const taskOperations = operations.filter(({ access }) => access.kind === 'user');

/** The operations that change something. */
export const writingOperations = taskOperations.filter(({ method }) => method !== 'GET');

/** The path of an operation, for a task. */
export function pathOf({ path }: Operation, taskId: string = noTask): string {
  return path.replace('{taskId}', taskId);
}

/** A valid body of the operation, if it has one. */
export function bodyOf({ requestBodies }: Operation): Pick<Sent, 'body'> {
  return requestBodies.size === 0 ? {} : { body: { title: 'Water the plants' } };
}

/** For `test.each`: the name of each operation, and the operation. */
export function named(list: readonly Operation[]): [string, Operation][] {
  return list.map((operation) => [operation.id, operation]);
}
