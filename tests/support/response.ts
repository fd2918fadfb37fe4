import type { components } from '../../generated/openapi.ts';
import type { ProblemType } from './problems.ts';

type Schemas = components['schemas'];

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty if it is missing or not JSON. */
  readonly body: Body;
}

/**
 * The type is `any`: the client has checked the body against the contract, and each test reads the properties that it
 * expects.
 */
export type Body = Omit<Schemas['Task'], 'status'> &
  Schemas['TaskPage'] &
  Schemas['Summary'] &
  Schemas['BatchResult'] &
  Pick<Schemas['ValidationFailedProblem'], 'detail' | 'errors' | 'requestId'> &
  Pick<Schemas['TooManyRequestsProblem'], 'policy'> &
  Omit<Schemas['Health'], 'status'> & { readonly type: ProblemType; readonly status: unknown };

/** Creates a response from its parts, and parses a JSON body. */
export function readResponse(status: number, headers: Headers, text: string): TestResponse {
  const isJson = /[/+]json\b/.test(headers.get('Content-Type') ?? '');
  return { status, headers, text, body: (isJson && text !== '' ? JSON.parse(text) : {}) as Body };
}
