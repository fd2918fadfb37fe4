// Writes the example responses of the contract as a module, for the request handlers of the typed client.
import type { Contract } from '../../src/contract/document.ts';
import { resolve, type Json, type JsonObject } from '../../src/contract/reference.ts';

/** Returns the module's source: all examples by name, and for each operation the names of its examples by status. */
export function clientExamples(contract: Contract): string {
  const { document } = contract;
  const child = (parent: JsonObject, key: string): JsonObject => resolve(document, parent[key] ?? {});
  const examples: Record<string, Json> = {};

  /** Returns the name of an example: the name of its component, or a name that is unique within the contract. */
  const nameOf = (example: Json, otherwise: string): string => {
    const { $ref: reference } = example as JsonObject;
    const name = typeof reference === 'string' ? reference.replace(/^.*\//, '') : otherwise;
    examples[name] = resolve(document, example)['value'] ?? null;
    return name;
  };

  const operations = Object.fromEntries(
    contract.operations.map(({ id, method, path }) => {
      const responses = child(
        child(child(child(document, 'paths'), path), method.toLowerCase()),
        'responses',
      );
      const statuses = Object.keys(responses).map((status) => {
        const content = child(child(responses, status), 'content');
        const named = Object.entries(content).flatMap(([mediaType, media]) =>
          Object.entries(resolve(document, resolve(document, media)['examples'] ?? {})).map(
            ([name, example]) => [name, [mediaType, nameOf(example, `${id}-${status}-${name}`)]] as const,
          ),
        );
        return [status, Object.fromEntries(named)] as const;
      });
      return [id, { method: method.toLowerCase(), path, responses: Object.fromEntries(statuses) }];
    }),
  );

  // A status without quotes has a number as its type.
  const table = JSON.stringify(operations, undefined, 2).replace(/"(\d{3})":/g, '$1:');
  return [
    '// Written by `npm run generate` from openapi.yaml. Do not edit.\n',
    '/** For each operation and status, the media type and the name of each example. A response without content has none. */',
    `export const operations = ${table} as const;\n`,
    `export const examples: Readonly<Record<string, unknown>> = ${JSON.stringify(examples, undefined, 2)};\n`,
  ].join('\n');
}
