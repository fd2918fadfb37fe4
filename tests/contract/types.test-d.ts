// What must not compile, and what must. Checked by `npm run typecheck`: a line marked with @ts-expect-error that
// compiles is an error too. Nothing here runs.
import type { components } from '../../generated/openapi.ts';
import type { Handler, Handlers, OperationRequest, OperationResponse } from '../../src/contract/operation.ts';
import type { OperationId } from '../../src/contract/document.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => undefined;

declare const anyHandlers: Handlers;
declare const task: components['schemas']['Task'];
const etag = { ETag: '"1"' } as const;

// --- requests -----------------------------------------------------------------------------------------------
holds<Equal<OperationRequest<'getTask'>['params']['taskId'], string>>();
holds<Equal<OperationRequest<'listTasks'>['query']['limit'], number | undefined>>();
holds<Equal<OperationRequest<'createTask'>['headers']['Idempotency-Key'], string | undefined>>();
holds<Equal<OperationRequest<'createTask'>['body']['title'], string>>();
holds<Equal<OperationRequest<'getTask'>['user']['sub'], string>>();
// @ts-expect-error -- a public operation has no user
holds<Equal<OperationRequest<'getHealth'>['user'], unknown>>();
// @ts-expect-error -- an operation without a body has none
holds<Equal<OperationRequest<'getTask'>['body'], unknown>>();
// @ts-expect-error -- a parameter that the contract does not have
holds<Equal<OperationRequest<'getTask'>['params']['id'], string>>();

// --- responses ----------------------------------------------------------------------------------------------
holds<
  Equal<OperationResponse<'deleteTask'>['status'], 204 | 400 | 401 | 403 | 404 | 412 | 422 | 429 | 500 | 503>
>();

export const good: Handler<'getTask'> = async () => ({ status: 200, headers: etag, body: task });
export const empty: Handler<'deleteTask'> = async () => ({ status: 204 });
export const missing: Handler<'getTask'> = async () => ({
  status: 404,
  problem: { type: '/docs/problems#task-not-found', detail: 'Gone.' },
});

// @ts-expect-error -- a status that the operation does not document
export const undeclaredStatus: Handler<'getTask'> = async () => ({ status: 201, headers: etag, body: task });

// @ts-expect-error -- a required header is missing
export const missingHeader: Handler<'getTask'> = async () => ({ status: 200, body: task });

// @ts-expect-error -- the body is another
export const wrongBody: Handler<'getTask'> = async () => ({ status: 200, headers: etag, body: { id: 1 } });

export const needlessBody: Handler<'deleteTask'> = async (): Promise<OperationResponse<'deleteTask'>> => ({
  status: 204,
  // @ts-expect-error -- a body where none is declared
  body: task,
});

// @ts-expect-error -- a problem that belongs to another status
export const wrongProblem: Handler<'getTask'> = async () => ({
  status: 404,
  problem: { type: '/docs/problems#precondition-failed', detail: 'No.' },
});

// @ts-expect-error -- a problem that wants its errors
export const missingErrors: Handler<'listTasks'> = async () => ({
  status: 422,
  problem: { type: '/docs/problems#invalid-cursor', detail: 'No.' },
});

// --- handlers -----------------------------------------------------------------------------------------------
holds<Equal<keyof Handlers, OperationId>>();

const { getTask: _left, ...allButOne } = anyHandlers;
// @ts-expect-error -- an operation without a handler
export const incomplete: Handlers = allButOne;

// @ts-expect-error -- a handler without an operation
export const superfluous: Handlers = { ...anyHandlers, getEverything: good };
