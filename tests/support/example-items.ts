// Creates the items that operations act on, as the links and examples of the contract state: the id of what an operation
// creates is the path parameter to which a link of its response assigns `$response.body#/id`.
import type { Operation } from '../../src/contract/operation.ts';
import { resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';
import { contract } from './contract.ts';
import { operations as examples } from './contract-examples.ts';
import type { ExampleRequest } from './contract-examples.ts';

/** The values of path parameters. */
export type Ids = Readonly<Record<string, string>>;

/** An id that no item has. */
export const unknownId = '019cadd4-c134-7b2e-9c41-5d0f6a7e8b90';

/** The path parameter that identifies what the operation creates. Undefined if it creates nothing. */
export function createdParameter({ path, responses }: Operation): string | undefined {
  const links = ['201', '202'].flatMap((status) =>
    Object.values((responses.get(status)?.['links'] ?? {}) as JsonObject),
  );
  return links
    .flatMap((link) => Object.entries(resolve(contract.document, link)['parameters'] as JsonObject))
    .find(([name, value]) => value === '$response.body#/id' && !path.includes(`{${name}}`))?.[0];
}

/** The operation that creates what a path parameter identifies. */
export const creators: ReadonlyMap<string, Operation> = new Map(
  contract.operations.flatMap((operation) => {
    const parameter = createdParameter(operation);
    return parameter === undefined ? [] : [[parameter, operation] as const];
  }),
);

/** The operations that create the items of a resource, by the path of the collection. */
export const collections: ReadonlyMap<string, Operation> = new Map(
  [...creators.values()].filter(({ path }) => !path.includes('{')).map((creator) => [creator.path, creator]),
);

/** The first example request of an operation. */
export function exampleRequest({ id }: Pick<Operation, 'id'>): ExampleRequest {
  const request = examples.find(({ operationId }) => operationId === id)?.requests[0];
  if (request === undefined) throw new Error(`The contract has no operation ${id}`);
  return request;
}

/** A path with the values of its parameters. A parameter without a value gets `missing`, by default an id that no item has. */
export function fillPath(template: string, ids: Ids, missing = unknownId): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? missing);
}

/** Creates what the parameters of a path identify, in order. `post` sends a request and returns the new id. */
export async function createItems(
  template: string,
  post: (path: string, body: Json | undefined) => Promise<string>,
): Promise<Ids> {
  const ids: Record<string, string> = {};
  for (const [, name = ''] of template.matchAll(/\{(\w+)\}/g)) {
    const creator = creators.get(name);
    if (creator === undefined) throw new Error(`No operation creates what ${name} in ${template} identifies`);
    const { body } = exampleRequest(creator);
    const content = body === undefined ? undefined : (JSON.parse(body) as Json);
    ids[name] = await post(fillPath(creator.path, ids), content);
  }
  return ids;
}

/** The writable properties of an item, all with values: those of an example of the contract. */
export function wholeItem(creator: Operation): JsonObject {
  const [schema = {}] = creator.requestBodies.values();
  const names = Object.keys(schema['properties'] as JsonObject);
  const item = `${creator.path}/{${createdParameter(creator)}}`;
  const operations = contract.operations.filter(({ path }) => path === item).map(({ id }) => id);
  const found = examples
    .filter(({ operationId }) => operations.includes(operationId))
    .flatMap(({ responses }) => responses.map(({ value }) => (value ?? {}) as JsonObject))
    .find((value) => names.every((name) => (value[name] ?? null) !== null));
  if (found === undefined) throw new Error(`No example of ${item} has a value for every property`);
  return Object.fromEntries(names.map((name) => [name, found[name]!]));
}
