// Builds a request for each operation of the contract, with the bodies of its examples.
import type { Operation } from '../../src/contract/operation.ts';
import { operations as examples } from '../client/contract-examples.ts';
import { contract } from '../support/contract.ts';
import type { Send, Sent } from '../support/client.ts';
import { createTask } from '../support/tasks.ts';
import { createWebhook } from '../webhooks/service-webhooks.ts';

/** An id that no task has. */
export const noTask = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

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
  if (!path.startsWith('/webhooks')) {
    const { task } = await createTask(send);
    if (path.startsWith('/trash/')) await send('DELETE', `/tasks/${task.id}`);
    return pathOf(operation, task.id);
  }
  const { id } = await createWebhook(send, 'alice');
  const tested = path.includes('{deliveryId}') ? await send('POST', `/webhooks/${id}/test`) : undefined;
  return pathOf({ ...operation, path: path.replace('{deliveryId}', tested?.body.id ?? '') }, id);
}

/** The first example body of the operation, if it has one. */
export function bodyOf({ id }: Operation): Pick<Sent, 'body'> {
  const body = examples.find(({ operationId }) => operationId === id)?.requests[0]?.body;
  return body === undefined ? {} : { body: JSON.parse(body) as object };
}

/** For `test.each`: the name of each operation, and the operation. */
export function named(list: readonly Operation[]): [string, Operation][] {
  return list.map((operation) => [operation.id, operation]);
}
