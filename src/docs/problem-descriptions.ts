// The documentation of each problem type in the contract, for the page that describes the problems.
import type { Contract } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { constantOf, readProblemTypes } from '../contract/problem-types.ts';
import type { ProblemType } from '../contract/problem-types.ts';
import { resolve } from '../contract/reference.ts';
import type { Json, JsonObject } from '../contract/reference.ts';
import { object, text } from './reference/json.ts';

export type DocumentedContract = Pick<Contract, 'title' | 'document' | 'operations'>;

/** An example of a problem. */
export interface ProblemExample {
  readonly summary: string | undefined;
  readonly value: Json;
}

/** A problem type and its documentation. */
export interface ProblemDescription extends ProblemType {
  /** The last part of `type`, and the anchor on the page. */
  readonly slug: string;
  /** Markdown. */
  readonly description: string;
  /** The operations that return it. */
  readonly operations: readonly Operation[];
  readonly examples: readonly ProblemExample[];
}

/** The problem types of the contract, in the order of the document. */
export function describeProblems({ document, operations }: DocumentedContract): ProblemDescription[] {
  const typesByOperation = new Map(
    operations.map((operation) => {
      const responses = [...operation.responses.values()];
      return [operation, new Set(responses.flatMap((response) => problemTypesOf(document, response)))];
    }),
  );
  return readProblemTypes(document).map((problem) => {
    const { type, schema } = problem;
    return {
      ...problem,
      slug: type.slice(type.lastIndexOf(':') + 1),
      description: typeof schema['description'] === 'string' ? schema['description'] : '',
      operations: operations.filter((operation) => typesByOperation.get(operation)?.has(type)),
      examples: examplesOf(document, problem),
    };
  });
}

/** The types of the problems that a response may contain. */
export function problemTypesOf(document: JsonObject, { content }: JsonObject): string[] {
  const { schema } = object(object(content)['application/problem+json']);
  if (schema === undefined) return [];
  const problem = resolve(document, schema);
  const { oneOf, 'x-one-of': alternatives = oneOf } = problem;
  const schemas = Array.isArray(alternatives)
    ? alternatives.map((one: Json) => resolve(document, one))
    : [problem];
  return schemas.map((one) => text(constantOf(one, 'type')));
}

/**
 * Returns the examples in the contract's components, otherwise those in the schema, otherwise one that consists of the
 * schema's constants.
 */
function examplesOf(document: JsonObject, { type, schema }: ProblemType): ProblemExample[] {
  const examples = Object.values(object(object(document['components'])['examples'])).map(object);
  const named = examples.filter(({ value }) => object(value)['type'] === type);
  if (named.length > 0) {
    return named.map(({ summary, value = {} }) => ({
      summary: typeof summary === 'string' ? summary : undefined,
      value,
    }));
  }
  const own = Array.isArray(schema['examples']) ? (schema['examples'] as readonly Json[]) : [];
  if (own.length > 0) return own.map((value) => ({ summary: undefined, value }));
  const constants = Object.keys(object(schema['properties'])).flatMap((name) => {
    const constant = constantOf(schema, name);
    return constant === undefined ? [] : [[name, constant] as const];
  });
  return [{ summary: undefined, value: Object.fromEntries(constants) }];
}
