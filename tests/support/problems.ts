// Checks the properties that all problems share.
import { isDeepStrictEqual } from 'node:util';
import type { components } from '../../generated/openapi.ts';
import { isPlainObject } from '../../src/contract/reference.ts';
import { contract, validatorAt } from './contract.ts';

type Schemas = components['schemas'];
type ProblemSchema = Extract<keyof Schemas, `${string}Problem`>;

/** A problem that the contract defines, discriminated by `type`. */
export type Problem = { [Name in ProblemSchema]: Schemas[Name] }[ProblemSchema];
export type ProblemType = Problem['type'];

const { schemas } = contract.document['components'] as { schemas: Record<string, unknown> };

/** The name of the schema for a problem type. */
function schemaOf(type: ProblemType): string {
  const found = Object.entries(schemas).find(
    ([, schema]) =>
      isPlainObject(schema) &&
      isPlainObject(schema['properties']) &&
      isPlainObject(schema['properties']['type']) &&
      isDeepStrictEqual(schema['properties']['type']['x-extensible-enum'], [type]),
  );
  if (found === undefined) throw new Error(`The contract has no problem ${type}`);
  return found[0];
}

/** Reads a response that must be this problem, and checks media type, schema, status and request id. */
export function problemIn(
  response: { readonly status: number; readonly headers: Headers; readonly text: string },
  name: string,
): Problem {
  const mediaType = response.headers.get('Content-Type') ?? '';
  if (!mediaType.startsWith('application/problem+json')) {
    throw new Error(
      `Expected a problem, but received ${response.status} ${mediaType}: ${response.text.slice(0, 300)}`,
    );
  }
  const problem = JSON.parse(response.text) as Problem;
  const validate = validatorAt(
    'components',
    'schemas',
    schemaOf(`urn:problem-type:task-manager-api:${name}` as ProblemType),
  );
  if (!validate(problem)) {
    throw new Error(
      `The response is not the problem ${name}: ${JSON.stringify(validate.errors)}\n${response.text}`,
    );
  }
  if (problem.status !== response.status)
    throw new Error(`A problem with status ${problem.status} in a response with status ${response.status}`);
  if (problem.requestId !== response.headers.get('X-Request-Id'))
    throw new Error('The request ids of the problem and the response differ');
  return problem;
}
