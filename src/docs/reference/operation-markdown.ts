// An operation as Markdown. The reference renders it, and /llms-full.txt contains it unchanged.
import type { Operation } from '../../contract/operation.ts';
import { resolve } from '../../contract/reference.ts';
import type { Json, JsonObject } from '../../contract/reference.ts';
import { problemTypesOf } from '../problem-descriptions.ts';
import { list, object, text } from './json.ts';
import { componentName, entry, hasSection, propertyList, schemaAnchor, schemaText } from './schema-text.ts';

/** Everything but the heading and the code samples. Links to problems start with `problems#`. */
export function operationMarkdown(document: JsonObject, operation: Operation): string {
  const item = object(object(document['paths'])[operation.path]);
  const source = object(item[operation.method.toLowerCase()]);
  return [
    text(source['description']).trim(),
    access(operation),
    ...parameters(document, [...list(item['parameters']), ...list(source['parameters'])]),
    ...requestBody(document, source['requestBody']),
    ...responses(document, operation),
  ].join('\n\n');
}

function access({ access: { kind }, access }: Operation): string {
  if (kind === 'public') return 'Requires no token.';
  if (access.kind === 'user') return `Requires a token with the scope \`${access.scopes.join('`, `')}\`.`;
  return `Requires the token \`${access.kind === 'token' ? access.scheme : ''}\` if one is configured.`;
}

const locations = { path: 'Path parameters', query: 'Query parameters', header: 'Headers' } as const;

function parameters(document: JsonObject, references: readonly Json[]): string[] {
  const all = references.map((reference) => resolve(document, reference));
  return Object.entries(locations).flatMap(([location, title]) => {
    const here = all.filter((parameter) => parameter['in'] === location);
    if (here.length === 0) return [];
    const entries = here.map(({ name, required, schema, description }) => {
      const facts = `${schemaText(document, schema)}${required === true && location !== 'path' ? ', required' : ''}`;
      return entry('', text(name), facts, description);
    });
    return [`#### ${title}`, entries.join('\n')];
  });
}

function requestBody(document: JsonObject, reference: Json | undefined): string[] {
  if (reference === undefined) return [];
  const content = Object.entries(object(resolve(document, reference)['content']));
  const [, media] = content[0] ?? [];
  const value = object(media)['schema'];
  return [
    '#### Request body',
    content.map(([type]) => `\`${type}\``).join(' or '),
    propertyList(document, resolve(document, value)).join('\n'),
  ];
}

function responses(document: JsonObject, operation: Operation): string[] {
  const entries = [...operation.responses].map(([status, response]) => {
    const problems = problemTypesOf(document, response).map((type) => {
      const slug = type.slice(type.lastIndexOf(':') + 1);
      return `[${slug}](problems#${slug})`;
    });
    const facts = problems.length > 0 ? problems.join(', ') : bodyText(document, response);
    const headers = problems.length > 0 ? '' : headerText(response);
    return entry('', status, facts, text(response['description']).trim() + headers);
  });
  return ['#### Responses', entries.join('\n')];
}

function bodyText(document: JsonObject, response: JsonObject): string {
  const media = Object.entries(object(response['content']));
  return media
    .map(([type, value]) => {
      const { schema } = object(value);
      const name = componentName(schema);
      return name !== undefined && hasSection(name, resolve(document, schema))
        ? `[${name}](#${schemaAnchor(name)})`
        : `\`${type.split(';')[0] ?? type}\``;
    })
    .join(' or ');
}

/** Headers that every response may have. The introduction describes them. */
const generalHeaders = new Set([
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Access-Control-Allow-Origin',
]);

function headerText({ headers }: JsonObject): string {
  const names = Object.keys(object(headers)).filter((name) => !generalHeaders.has(name));
  return names.length === 0 ? '' : ` With ${names.map((name) => `\`${name}\``).join(' and ')}.`;
}
