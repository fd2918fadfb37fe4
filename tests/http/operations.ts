// Builds a request for each operation of the contract, with the bodies of its examples.
import type { Operation } from '../../src/contract/operation.ts';
import { contract } from '../support/contract.ts';
import type { Send, Sent } from '../support/client.ts';
import { createItems, exampleRequest, fillPath, unknownId } from '../support/example-items.ts';

/** An id that no task has. */
export const noTask = unknownId;

export const operations = contract.operations;

/** The operations that require a user. */
export const taskOperations = operations.filter(({ access }) => access.kind === 'user');

/** The operations that change data. */
export const writingOperations = taskOperations.filter(({ method }) => method !== 'GET');

/** The path of an operation, for the resource with this id. */
export function pathOf({ path }: Operation, id: string = noTask): string {
  return path.replaceAll(/\{\w+\}/g, () => id);
}

/** The path of an operation for a new item that it can act on. The task of `eraseTask` is in the trash. */
export async function newPath(send: Send, operation: Operation): Promise<string> {
  const { path } = operation;
  const ids = await createItems(path, async (target, body) => (await send('POST', target, { body })).body.id);
  if (path.startsWith('/trash/')) await send('DELETE', `/tasks/${ids['taskId']}`);
  return fillPath(path, ids);
}

/** The first example body of the operation, if it has one. */
export function bodyOf(operation: Operation): Pick<Sent, 'body'> {
  const { body } = exampleRequest(operation);
  return body === undefined ? {} : { body: JSON.parse(body) as object };
}

/** For `test.each`: the name of each operation, and the operation. */
export function named(list: readonly Operation[]): [string, Operation][] {
  return list.map((operation) => [operation.id, operation]);
}
