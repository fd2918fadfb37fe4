// The problem types that the contract defines: each `*Problem` schema names one `type` and `title` in
// `x-extensible-enum`, and fixes `status` with `const`. Schemas with several types describe responses, not types.
import { pipelineProblemTypes } from '../http/problem.ts';
import type { MakeProblem } from '../http/problem.ts';
import { isPlainObject } from './reference.ts';
import type { Json, JsonObject } from './reference.ts';
import { originForm } from '../http/request-target.ts';

/** The constants that a schema defines for its problem type. */
export interface ProblemType {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly schema: JsonObject;
}

/** The problem types of a document, in the order of the document. */
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

/** Returns the constant value of a property: its `const`, or the only entry of its `x-extensible-enum`. */
export function constantOf({ properties }: JsonObject, name: string): Json | undefined {
  const property = isPlainObject(properties) ? properties[name] : undefined;
  if (!isPlainObject(property)) return undefined;
  const known = (property['x-extensible-enum'] ?? []) as readonly Json[];
  return property['const'] ?? (known.length === 1 ? known[0] : undefined);
}

/** For a path with more slashes than this, `help` is not sent, because the contract limits the length of `help`. */
const maxDepth = 50;

/**
 * Returns the documentation URL of a problem type. It is relative to the URL of the request, so that it works behind
 * any gateway.
 */
function helpFor(type: string, target: string): string | undefined {
  const [path = ''] = originForm(target).split('?');
  const depth = path.split('/').length - 2;
  if (!path.startsWith('/') || depth > maxDepth) return undefined;
  return `${'../'.repeat(depth)}docs/problems#${type.slice(type.lastIndexOf(':') + 1)}`;
}

/**
 * Creates problems with the title and the status that the contract defines. Throws if the contract lacks a problem that
 * the pipeline sends. The returned function throws for a type that the contract does not define.
 */
export function problemMaker({ document }: { readonly document: JsonObject }): MakeProblem {
  const types = new Map(readProblemTypes(document).map((problem) => [problem.type, problem]));
  const missing = pipelineProblemTypes.filter((type) => !types.has(type));
  if (missing.length > 0) {
    throw new Error(
      `The contract defines no problem schema for ${missing.join(', ')}: ` +
        'add one to #/components/schemas with one type and title in x-extensible-enum, and the const of its status',
    );
  }
  return ({ type, detail, errors, policy }, { requestId, originalUrl }) => {
    const known = types.get(type);
    if (known === undefined) throw new Error(`The contract defines no problem with the type ${type}`);
    const { title, status } = known;
    const help = originalUrl === undefined ? undefined : helpFor(type, originalUrl);
    return {
      ...{ type, title, status, detail, requestId },
      ...(help === undefined ? {} : { help }),
      ...(errors === undefined ? {} : { errors }),
      ...(policy === undefined ? {} : { policy }),
    };
  };
}
