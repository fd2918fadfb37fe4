// express-openapi-validator goes through all the parameters of an operation for each request, follows the references of
// each anew, and then finds that it has nothing to do about most: of a query it takes apart the texts and lists that were
// given (an object can have a default, and is looked at in any case), and of a path or a header only what is a list or
// JSON. So it is shown what it has something to do about, with the references followed. Whether all is as the contract
// wants is what it has compiled, and that has all parameters.
import type { OperationMetadata } from './operation-metadata.ts';
import { isPlainObject, resolve } from '../reference.ts';
import type { JsonObject } from '../reference.ts';

/** What the package shall see of an operation, for a request with this media type and these names in its query. */
export type ShowSchema = (
  schema: OperationMetadata['schema'],
  mediaType: string | undefined,
  query: Readonly<Record<string, unknown>>,
) => OperationMetadata['schema'];

interface Known {
  /** The media types for which the package has compiled the whole. */
  readonly compiled: Set<string | undefined>;
  /** What is looked at whether it was given or not. */
  readonly always: readonly JsonObject[];
  /** The operation with these parameters. */
  readonly least: object;
  readonly query: ReadonlyMap<unknown, JsonObject>;
}

/** Makes what shows the whole at first, for the package to compile, and after that what was given. */
export function showGiven(document: JsonObject): ShowSchema {
  const knownOf = new WeakMap<object, Known>();
  return (schema, mediaType, query) => {
    let known = knownOf.get(schema);
    if (known === undefined) knownOf.set(schema, (known = know(document, schema)));
    if (!known.compiled.has(mediaType)) {
      known.compiled.add(mediaType);
      return schema;
    }
    let parameters: JsonObject[] | undefined;
    for (const name in query) {
      const parameter = known.query.get(name);
      if (parameter !== undefined) (parameters ??= [...known.always]).push(parameter);
    }
    return parameters === undefined ? known.least : { ...known.least, parameters };
  };
}

function know(document: JsonObject, schema: object): Known {
  const { parameters = [], ...bare } = schema as { parameters?: readonly JsonObject[] };
  const resolved = parameters.map((parameter) => {
    const whole = resolve(document, parameter);
    return whole['schema'] === undefined ? whole : { ...whole, schema: resolve(document, whole['schema']) };
  });
  const whenGiven = resolved.filter(
    (parameter) => parameter['in'] === 'query' && typeOf(parameter) !== 'object',
  );
  const never = resolved.filter(
    (parameter) => parameter['in'] !== 'query' && !['array', 'object'].includes(typeOf(parameter)),
  );
  const always = resolved.filter((parameter) => !whenGiven.includes(parameter) && !never.includes(parameter));
  return {
    compiled: new Set(),
    always,
    least: { ...bare, parameters: always },
    query: new Map(whenGiven.map((parameter) => [parameter['name'], parameter])),
  };
}

/** The type of its schema; what has no single one, or is written in a media type, is looked at as an object is. */
function typeOf({ schema }: JsonObject): string {
  const type = isPlainObject(schema) ? schema['type'] : undefined;
  return typeof type === 'string' ? type : 'object';
}
