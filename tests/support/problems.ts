// What is true of every problem, whoever answers it.
import type { Problem, ProblemType } from '../../src/contract/problem.ts';
import { isPlainObject } from '../../src/contract/reference.ts';
import { contract, validatorAt } from './contract.ts';

const { schemas } = contract.document['components'] as { schemas: Record<string, unknown> };

/** The name of the schema of a type of problem. */
function schemaOf(type: ProblemType): string {
  const found = Object.entries(schemas).find(
    ([, schema]) =>
      isPlainObject(schema) &&
      isPlainObject(schema['properties']) &&
      isPlainObject(schema['properties']['type']) &&
      schema['properties']['type']['const'] === type,
  );
  if (found === undefined) throw new Error(`The contract has no problem ${type}`);
  return found[0];
}

/** Reads an answer that has to be this problem: by media type, schema, status and request id. */
export function problemIn(
  answer: { readonly status: number; readonly headers: Headers; readonly text: string },
  name: string,
): Problem {
  const mediaType = answer.headers.get('Content-Type') ?? '';
  if (!mediaType.startsWith('application/problem+json')) {
    throw new Error(`No problem but ${answer.status} ${mediaType}: ${answer.text.slice(0, 300)}`);
  }
  const problem = JSON.parse(answer.text) as Problem;
  const validate = validatorAt('components', 'schemas', schemaOf(`/docs/problems#${name}` as ProblemType));
  if (!validate(problem)) {
    throw new Error(`Not the problem ${name}: ${JSON.stringify(validate.errors)}\n${answer.text}`);
  }
  if (problem.status !== answer.status) throw new Error(`A problem ${problem.status} in a ${answer.status}`);
  if (problem.requestId !== answer.headers.get('X-Request-Id')) throw new Error('Another request id');
  return problem;
}
