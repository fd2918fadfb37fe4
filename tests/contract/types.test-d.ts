// Type tests, checked by `npm run typecheck`: a line after @ts-expect-error must not compile. Nothing here runs.
import type { components, operations } from '../../generated/openapi.ts';
import type {
  AllHandlers,
  Handler,
  Handlers,
  OperationResponse,
  PublicHandlers,
  PublicRequest,
  UserRequest,
} from '../../src/contract/handler.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => undefined;

type Request<Id extends keyof operations> = UserRequest<operations[Id]>;
type Response<Id extends keyof operations> = OperationResponse<operations[Id]>;
type HandlerOf<Id extends keyof operations> = Handler<operations[Id]>;

declare const anyHandlers: AllHandlers<operations>;
declare const task: components['schemas']['Task'];
const etag = { ETag: '"1"' } as const;

// --- requests -----------------------------------------------------------------------------------------------
holds<Equal<Request<'getTask'>['params']['taskId'], string>>();
holds<Equal<Request<'listTasks'>['query']['limit'], number | undefined>>();
holds<Equal<Request<'createTask'>['headers']['Idempotency-Key'], string | undefined>>();
holds<Equal<Request<'createTask'>['body']['title'], string>>();
holds<Equal<Request<'createTask'>['mediaType'], 'application/json'>>();
holds<Equal<Request<'getTask'>['user']['sub'], string>>();
// @ts-expect-error -- a public operation has no user
holds<Equal<PublicRequest<operations['getHealth']>['user'], unknown>>();
// @ts-expect-error -- an operation without a body has none
holds<Equal<Request<'getTask'>['body'], unknown>>();
// @ts-expect-error -- a parameter that the contract does not have
holds<Equal<Request<'getTask'>['params']['id'], string>>();

// --- responses ----------------------------------------------------------------------------------------------
holds<Equal<Response<'deleteTask'>['status'], 204 | 400 | 401 | 403 | 404 | 412 | 422 | 429 | 500 | 503>>();

export const validHandler: HandlerOf<'getTask'> = async () => ({ status: 200, headers: etag, body: task });
export const empty: HandlerOf<'deleteTask'> = async () => ({ status: 204 });
export const missing: HandlerOf<'getTask'> = async () => ({
  status: 404,
  problem: { type: 'urn:problem-type:task-manager-api:task-not-found', detail: 'Gone.' },
});

// @ts-expect-error -- a status that the operation does not document
export const undeclaredStatus: HandlerOf<'getTask'> = async () => ({
  status: 201,
  headers: etag,
  body: task,
});

// @ts-expect-error -- a required header is missing
export const missingHeader: HandlerOf<'getTask'> = async () => ({ status: 200, body: task });

// @ts-expect-error -- a body that does not match the schema
export const wrongBody: HandlerOf<'getTask'> = async () => ({ status: 200, headers: etag, body: { id: 1 } });

export const unexpectedBody: HandlerOf<'deleteTask'> = async (): Promise<Response<'deleteTask'>> => ({
  status: 204,
  // @ts-expect-error -- a body where none is declared
  body: task,
});

// @ts-expect-error -- a problem that belongs to a different status
export const wrongProblem: HandlerOf<'getTask'> = async () => ({
  status: 404,
  problem: { type: 'urn:problem-type:task-manager-api:precondition-failed', detail: 'No.' },
});

// @ts-expect-error -- a problem that requires errors
export const missingErrors: HandlerOf<'listTasks'> = async () => ({
  status: 422,
  problem: { type: 'urn:problem-type:task-manager-api:invalid-cursor', detail: 'No.' },
});

// --- handlers -----------------------------------------------------------------------------------------------
holds<Equal<keyof AllHandlers<operations>, keyof operations>>();
holds<Equal<keyof Handlers<operations, 'getTask'>, 'getTask'>>();

declare const publicHandlers: PublicHandlers<operations, 'getHealth'>;
export const publicHandler: HandlerOf<'getHealth'> = publicHandlers.getHealth;

const { getTask: _left, ...allButOne } = anyHandlers;
// @ts-expect-error -- an operation without a handler
export const incomplete: AllHandlers<operations> = allButOne;

// @ts-expect-error -- a handler without an operation
export const unknownOperation: AllHandlers<operations> = { ...anyHandlers, getEverything: validHandler };
