// The contract's examples as requests for editors: VS Code with the REST Client extension, Visual Studio, and compatible
// tools. A path parameter takes its value from an earlier response, as a link in the contract describes.
import type { Contract } from '../../src/contract/document.ts';
import { resolve } from '../../src/contract/reference.ts';
import type { Json, JsonObject } from '../../src/contract/reference.ts';

/** The order of the methods: creates first, deletes last, because requests depend on earlier ones. */
const order = ['post', 'get', 'put', 'patch', 'delete'];

const head = `# Written by \`npm run generate\` from the examples in openapi.yaml. Do not edit.
# Run it from top to bottom in VS Code with the REST Client extension, or in Visual Studio.
@baseUrl = http://127.0.0.1:5000
# \`npm run token\` prints a token.
@token = any-token
`;

/** The text of the file. */
export function httpFile({ document }: Contract): string {
  const paths = Object.entries(document['paths'] as Record<string, JsonObject>);
  const operations = order.flatMap((method) =>
    paths.flatMap(([path, item]) =>
      method in item ? [{ method, path, item, operation: item[method] as JsonObject }] : [],
    ),
  );
  return [head, ...operations.flatMap((operation) => requestsOf(operation, document))].join('\n');
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

/** One request for each example of the body. Without a body: one request without a query, and one with all parameters. */
function requestsOf({ method, path, item, operation }: Operation, document: JsonObject): string[] {
  const parameters = [item['parameters'], operation['parameters']]
    .flatMap((list) => (list ?? []) as Json[])
    .map((parameter) => resolve(document, parameter));
  const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => variableFor(operation, name, document));
  const query = parameters.flatMap((parameter) => (parameter['in'] === 'query' ? queryOf(parameter) : []));
  const lines = (title: string, url: string, rest: readonly string[], isFirst = true): string =>
    [
      `### ${title}`,
      ...(method === 'post' && isFirst ? [`# @name ${operation['operationId'] as string}`] : []),
      `${method.toUpperCase()} {{baseUrl}}${url}`,
      ...(isProtected(operation, document) ? ['Authorization: Bearer {{token}}'] : []),
      ...rest,
      '',
    ].join('\n');

  const summary = operation['summary'] as string;
  const bodies = bodiesOf(operation, document);
  if (bodies.length > 0)
    return bodies.map(({ type, title, value }, n) => {
      const body = [`Content-Type: ${type}`, '', JSON.stringify(value, null, 2)];
      return lines(`${summary}: ${title}`, inPath, body, n === 0);
    });
  const plain = lines(summary, inPath, []);
  return query.length === 0
    ? [plain]
    : [plain, lines(`${summary}: all parameters`, `${inPath}?${query.join('&')}`, [])];
}

function bodiesOf(
  operation: JsonObject,
  document: JsonObject,
): { type: string; title: string; value: Json }[] {
  const content =
    (operation['requestBody'] as { content?: Record<string, JsonObject> } | undefined)?.content ?? {};
  return Object.entries(content).flatMap(([type, { examples }]) =>
    Object.values(examples as JsonObject).map((example) => {
      const { summary, value } = resolve(document, example) as { summary: string; value: Json };
      return { type, title: summary, value };
    }),
  );
}

function queryOf({ name, example }: JsonObject): string[] {
  const values = Array.isArray(example) ? example : [example];
  return values.map((value) => `${name as string}=${encodeURIComponent(String(value))}`);
}

function isProtected({ security }: JsonObject, document: JsonObject): boolean {
  const requirements = (security ?? document['security']) as JsonObject[];
  return requirements.length > 0 && requirements.every((requirement) => Object.keys(requirement).length > 0);
}

/** The editor's variable for a path parameter, taken from the response of a create that links to this operation. */
function variableFor({ operationId }: JsonObject, name: string, document: JsonObject): string {
  for (const { post } of Object.values(document['paths'] as Record<string, Record<string, JsonObject>>)) {
    for (const response of Object.values((post?.['responses'] ?? {}) as JsonObject)) {
      for (const link of Object.values((resolve(document, response)['links'] ?? {}) as JsonObject)) {
        const { operationId: target, parameters } = resolve(document, link);
        const source = (parameters as Record<string, string>)[name];
        if (post === undefined || target !== operationId || source === undefined) continue;
        // The link passes on a path parameter of the request.
        if (source.startsWith('$request.path.')) {
          const inRequest = source.replace('$request.path.', '');
          if (target !== post['operationId']) return variableFor(post, inRequest, document);
          continue;
        }
        const property = source.replace('$response.body#/', '').replaceAll('/', '.');
        return `{{${post['operationId'] as string}.response.body.$.${property}}}`;
      }
    }
  }
  throw new Error(
    `No link in a response to a POST provides the parameter ${name} of ${operationId as string}`,
  );
}
