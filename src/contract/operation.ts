// The types that hold the handlers to the contract: a request value in, a response value out, both derived from
// the generated `operations` by mapped types. What does not match the contract does not compile.
import type { operations } from '../../generated/openapi.ts';
import type { OperationId } from './document.ts';
import type { User } from './request.ts';

/**
 * The operations that anybody may call. The generated types know no `security`, so they are named here once; a
 * test holds this list to the contract.
 */
export type PublicOperationId =
  'getHealth' | 'getLiveness' | 'getReadiness' | 'getMetrics' | 'getContractYaml' | 'getContractJson';

/** Headers that the pipeline adds to every answer, so that no handler needs to. */
export type PipelineHeader =
  | 'X-Request-Id'
  | 'RateLimit'
  | 'RateLimit-Policy'
  | 'Access-Control-Allow-Origin'
  | 'Deprecation'
  | 'Sunset'
  | 'Accept'
  | 'Accept-Patch';

type Parameters<Op extends OperationId> = operations[Op]['parameters'];
type Given<T> = [NonNullable<T>] extends [never] ? Readonly<Record<string, never>> : Readonly<NonNullable<T>>;

type RequestBody<Op extends OperationId> = operations[Op] extends {
  requestBody: { content: infer Content };
}
  ? { readonly body: Content[keyof Content] }
  : unknown;

/** What a handler is given: validated parameters and body as the contract types them, and who is calling. */
export type OperationRequest<Op extends OperationId> = {
  readonly params: Given<Parameters<Op>['path']>;
  readonly query: Given<Parameters<Op>['query']>;
  readonly headers: Given<Parameters<Op>['header']>;
} & RequestBody<Op> &
  (Op extends PublicOperationId ? unknown : { readonly user: User });

/** Drops the index signature that generated header types carry, and what the pipeline adds. */
type OwnHeaders<Headers> = {
  readonly [
    Name in keyof Headers as string extends Name ? never : Name extends PipelineHeader ? never : Name
  ]: Headers[Name] extends number | undefined ? Headers[Name] : Headers[Name] & (string | undefined);
};
type ResponseHeaders<Response> = Response extends { headers: infer Headers }
  ? keyof OwnHeaders<Headers> extends never
    ? unknown
    : Partial<OwnHeaders<Headers>> extends OwnHeaders<Headers>
      ? { readonly headers?: OwnHeaders<Headers> }
      : { readonly headers: OwnHeaders<Headers> }
  : unknown;

/** Of a problem, a handler says which one and the details; title, status and request id follow from that. */
type ProblemBody<Problem> = Problem extends { type: infer Type }
  ? { readonly type: Type; readonly detail: string } & (Problem extends { errors: infer Errors }
      ? { readonly errors: Readonly<Errors> }
      : unknown)
  : never;
type ResponseBody<Response> = Response extends { content: infer Content }
  ? Content extends { 'application/problem+json': infer Problem }
    ? { readonly problem: ProblemBody<Problem> }
    : [NonNullable<Content>] extends [never]
      ? unknown
      : { readonly body: Content[keyof Content] }
  : unknown;

/** What a handler may answer: one member for each status that the contract documents. */
export type OperationResponse<Op extends OperationId> = {
  [Status in keyof operations[Op]['responses'] & number]: { readonly status: Status } & ResponseHeaders<
    operations[Op]['responses'][Status]
  > &
    ResponseBody<operations[Op]['responses'][Status]>;
}[keyof operations[Op]['responses'] & number];

/** Serves one operation. Expected outcomes are returned; what is thrown is a defect and becomes a 500. */
export type Handler<Op extends OperationId> = (
  request: OperationRequest<Op>,
) => Promise<OperationResponse<Op>>;

/** A handler for each operation of the contract: none is missing, none is beside it. */
export type Handlers = { readonly [Op in OperationId]: Handler<Op> };
