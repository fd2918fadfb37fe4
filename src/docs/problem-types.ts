import { operationsOf, resolve } from './open-api.ts';
import type { Example, OpenApi, Operation, Schema } from './open-api.ts';

/** A kind of problem that the API answers with, and everything that the contract says about it. */
export interface ProblemType {
  /** What a problem's `type` member holds. */
  readonly type: string;
  /** The fragment of `type`, and so the anchor on the page. */
  readonly slug: string;
  readonly title: string;
  readonly status: number;
  /** Markdown. */
  readonly description: string;
  readonly operations: readonly Operation[];
  readonly examples: readonly Example[];
}

/** The problem types of the contract, in its order. */
export function problemTypes(document: OpenApi): ProblemType[] {
  const operations = operationsOf(document).map((operation) => ({
    operation,
    problems: problemsOf(document, operation),
  }));
  return Object.values(document.components.schemas).flatMap((schema) => {
    const type = constant(schema, 'type');
    const slug = typeof type === 'string' ? type.split('#')[1] : undefined;
    if (typeof type !== 'string' || slug === undefined) return [];
    const title = constant(schema, 'title');
    return {
      type,
      slug,
      title: typeof title === 'string' ? title : slug,
      status: Number(constant(schema, 'status')),
      description: schema.description ?? '',
      operations: operations.filter(({ problems }) => problems.has(schema)).map(({ operation }) => operation),
      examples: examplesOf(document, schema, type),
    };
  });
}

const constant = (schema: Schema, property: string): unknown => schema.properties?.[property]?.const;

function problemsOf(document: OpenApi, operation: Operation): Set<Schema> {
  const schemas = Object.values(operation.responses)
    .map((response) => resolve(document, response).content?.['application/problem+json']?.schema)
    .filter((schema) => schema !== undefined)
    .map((schema) => resolve(document, schema));
  return new Set(
    schemas.flatMap((schema) => [schema, ...(schema.oneOf ?? []).map((one) => resolve(document, one))]),
  );
}

/** What no operation answers has no example among the responses: its schema may have one, and always its constants. */
function examplesOf(document: OpenApi, schema: Schema, type: string): Example[] {
  const named = Object.values(document.components.examples).filter(
    ({ value }) => typeof value === 'object' && value !== null && 'type' in value && value.type === type,
  );
  if (named.length > 0) return named;
  if (schema.examples !== undefined) return schema.examples.map((value) => ({ value }));
  const constants = Object.entries(schema.properties ?? {}).filter(([, property]) => 'const' in property);
  return [{ value: Object.fromEntries(constants.map(([name, property]) => [name, property.const])) }];
}
