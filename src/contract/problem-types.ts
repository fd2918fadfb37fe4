// The problem types that the contract defines: each `*Problem` schema fixes `type`, `title` and `status` with `const`.
import { pipelineProblemTypes } from '../http/problem.ts';
import type { MakeProblem } from '../http/problem.ts';
import { isPlainObject } from './reference.ts';
import type { JsonObject } from './reference.ts';

/** What a schema fixes for its problem type. */
export interface ProblemType {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly schema: JsonObject;
}

/** The problem types of a document, in its order. */
export function readProblemTypes(document: JsonObject): ProblemType[] {
  const components = isPlainObject(document['components']) ? document['components'] : {};
  const schemas = isPlainObject(components['schemas']) ? components['schemas'] : {};
  return Object.values(schemas).flatMap((schema) => {
    if (!isPlainObject(schema)) return [];
    const [type, title, status] = ['type', 'title', 'status'].map((name) => constantOf(schema, name));
    return typeof type === 'string' && typeof title === 'string' && typeof status === 'number'
      ? [{ type, title, status, schema }]
      : [];
  });
}

function constantOf({ properties }: JsonObject, name: string): unknown {
  const property = isPlainObject(properties) ? properties[name] : undefined;
  return isPlainObject(property) ? property['const'] : undefined;
}

/**
 * Makes problems with the title and the status that the contract defines. Throws when the contract lacks a problem that
 * the pipeline sends, and the returned function throws for a type that the contract does not define.
 */
export function problemMaker({ document }: { readonly document: JsonObject }): MakeProblem {
  const types = new Map(readProblemTypes(document).map((problem) => [problem.type, problem]));
  const missing = pipelineProblemTypes.filter((type) => !types.has(type));
  if (missing.length > 0) {
    throw new Error(
      `The contract defines no problem schema for ${missing.join(', ')}: ` +
        'add one to #/components/schemas that fixes type, title and status with const',
    );
  }
  return ({ type, detail, errors }, requestId) => {
    const known = types.get(type);
    if (known === undefined) throw new Error(`The contract defines no problem with the type ${type}`);
    const { title, status } = known;
    return { type, title, status, detail, requestId, ...(errors === undefined ? {} : { errors }) };
  };
}
