// The schemas of openapi.yaml in the form that Fastify wants them for a route, with every reference resolved.
import { loadContract } from '../../src/contract/document.ts';
import type { OperationId } from '../../src/contract/document.ts';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';

const contract = loadContract();

/** What Fastify validates and serialises an operation by. */
export function schemasOf(id: OperationId): Record<string, unknown> {
  const operation = contract.operations.find((each) => each.id === id);
  if (operation === undefined) throw new Error(`The contract has no operation ${id}`);
  const [body] = operation.requestBodies.values();
  const parameters = (place: string): object => ({
    type: 'object',
    additionalProperties: place === 'header',
    properties: Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema }) => [place === 'header' ? name.toLowerCase() : name, whole(schema)]),
    ),
  });
  return {
    params: parameters('path'),
    querystring: parameters('query'),
    headers: parameters('header'),
    ...(body === undefined ? {} : { body: whole(body) }),
    response: responsesOf(id),
  };
}

/** The schemas of the successful answers. */
function responsesOf(id: OperationId): Record<string, unknown> {
  const items = Object.values(contract.document['paths'] as JsonObject).flatMap((item) =>
    Object.values(item as JsonObject),
  );
  const operation = items.find((each) => isPlainObject(each) && each['operationId'] === id) as JsonObject;
  return Object.fromEntries(
    Object.entries(operation['responses'] as JsonObject).flatMap(([status, response]) => {
      const content = resolve(contract.document, response)['content'] as JsonObject | undefined;
      const media = content?.['application/json'] as JsonObject | undefined;
      return media?.['schema'] === undefined || !status.startsWith('2')
        ? []
        : [[status, whole(media['schema'])]];
    }),
  );
}

/** A schema without references. The contract's have no cycles. */
function whole(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => whole(each));
  if (!isPlainObject(schema)) return schema;
  if (typeof schema['$ref'] !== 'string') {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, whole(value)]));
  }
  const { $ref: _reference, ...others } = schema;
  return { ...(whole(resolve(contract.document, schema)) as JsonObject), ...(whole(others) as JsonObject) };
}
