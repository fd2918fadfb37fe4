// The types that make handlers follow the contract. A handler takes a request value and returns a response value; both are
// mapped types over the `operations` interface that openapi-typescript generates. A handler that deviates from the
// contract does not compile.
import type { LongPoll, User } from './request.ts';

/** Headers that the pipeline adds, so that handlers need not return them. */
export type PipelineHeader =
  | 'X-Request-Id'
  | 'RateLimit'
  | 'RateLimit-Policy'
  | 'Access-Control-Allow-Origin'
  | 'Deprecation'
  | 'Sunset'
  | 'Accept'
  | 'Accept-Patch'
  | 'Accept-Encoding';

type Part<Operation, Name extends string> = Operation extends { parameters: infer Parameters }
  ? Name extends keyof Parameters
    ? Parameters[Name]
    : never
  : never;
type Given<T> = [NonNullable<T>] extends [never] ? Readonly<Record<string, never>> : Readonly<NonNullable<T>>;

/** One member for each media type, so that `mediaType` discriminates `body`. */
type BodyOf<Content> = {
  [Type in keyof Content]: { readonly mediaType: Type; readonly body: Content[Type] };
}[keyof Content];
type RequestBody<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? BodyOf<Content>
  : Operation extends { requestBody?: { content: infer Content } }
    ? BodyOf<Content> | { readonly mediaType: keyof Content; readonly body: undefined }
    : unknown;

type Success<Responses> = {
  [Status in keyof Responses & number]: `${Status}` extends `2${string}` ? Responses[Status] : never;
}[keyof Responses & number];
/** The media types of the successful responses. */
type ResponseType<Operation> = Operation extends { responses: infer Responses }
  ? Success<Responses> extends infer Response
    ? Response extends { content: infer Content }
      ? keyof Content
      : never
    : never
  : never;

/** The validated parameters and body of a request, and the response media type that the client prefers. */
export type PublicRequest<Operation> = {
  readonly params: Given<Part<Operation, 'path'>>;
  readonly query: Given<Part<Operation, 'query'>>;
  readonly headers: Given<Part<Operation, 'header'>>;
  readonly responseType: ResponseType<Operation>;
  /** Set for an operation with `x-long-poll`. */
  readonly longPoll?: LongPoll | undefined;
} & RequestBody<Operation>;

/** A request to an operation that requires a user. */
export type UserRequest<Operation> = PublicRequest<Operation> & { readonly user: User };

/** Removes from a generated header type its index signature and the headers that the pipeline adds. */
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

/** The details of a problem. The pipeline adds its title, its status and the request id. */
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
      : { readonly body: unknown extends Content[keyof Content] ? object | string : Content[keyof Content] }
  : unknown;

/** What a handler may return: one member for each documented status. */
export type OperationResponse<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & number]: { readonly status: Status } & ResponseHeaders<Responses[Status]> &
        ResponseBody<Responses[Status]>;
    }[keyof Responses & number]
  : never;

/** Serves an operation that requires a user. Returns expected outcomes; an error that it throws becomes a 500. */
export type Handler<Operation> = (request: UserRequest<Operation>) => Promise<OperationResponse<Operation>>;

/** Serves an operation that requires no user. */
export type PublicHandler<Operation> = (
  request: PublicRequest<Operation>,
) => Promise<OperationResponse<Operation>>;

/** A handler for each operation of a contract. */
export type AllHandlers<Operations> = {
  readonly [Id in keyof Operations]: Handler<Operations[Id]>;
};

/**
 * Handlers by operationId.
 *
 * @example
 * type TaskHandlers = Handlers<operations, 'listTasks' | 'getTask'>;
 */
export type Handlers<Operations, Id extends keyof Operations> = {
  readonly [Each in Id]: Handler<Operations[Each]>;
};

/** Handlers of operations that require no user, by operationId. */
export type PublicHandlers<Operations, Id extends keyof Operations> = {
  readonly [Each in Id]: PublicHandler<Operations[Each]>;
};
