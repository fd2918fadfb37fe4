// Converts the schemas of openapi.yaml to the form that a Fastify route requires, with all references resolved.
import { loadContract } from '../../src/contract/document.ts';
import { isPlainObject, resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';

const contract = loadContract();

/** The schemas that Fastify uses to validate an operation's requests and to serialize its responses. */
export function schemasOf(id: string): Record<string, unknown> {
  const operation = contract.operations.find((each) => each.id === id);
  if (operation === undefined) throw new Error(`The contract has no operation ${id}`);
  const [body] = operation.requestBodies.values();
  const parameters = (location: string): object => ({
    type: 'object',
    additionalProperties: location === 'header',
    properties: Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === location)
        .map(({ name, schema }) => [location === 'header' ? name.toLowerCase() : name, dereferenced(schema)]),
    ),
  });
  return {
    params: parameters('path'),
    querystring: parameters('query'),
    headers: parameters('header'),
    ...(body === undefined ? {} : { body: dereferenced(body) }),
    response: responsesOf(id),
  };
}

/** The schemas of the success responses. */
function responsesOf(id: string): Record<string, unknown> {
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
        : [[status, dereferenced(media['schema'])]];
    }),
  );
}

/** Resolves all references in a schema. The references in the contract have no cycles. */
function dereferenced(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => dereferenced(each));
  if (!isPlainObject(schema)) return schema;
  if (typeof schema['$ref'] !== 'string') {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, dereferenced(value)]));
  }
  const { $ref: _reference, ...siblings } = schema;
  return {
    ...(dereferenced(resolve(contract.document, schema)) as JsonObject),
    ...(dereferenced(siblings) as JsonObject),
  };
}
